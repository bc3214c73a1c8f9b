/**
 * GCJ-02, the shifted datum of Chinese web maps: from WGS 84 to it, as published in the open
 * re-implementations of the transform. Only tiles of a base map are shifted, never our data.
 */
const AXIS_M = 6378245;
const ECCENTRICITY = 0.00669342162296594323;
const { PI, sin, cos, sqrt, abs } = Math;

/** Sum of the periodic terms that both directions share. */
function waves(x, y, along) {
  return (
    (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)
      + 20 * sin(along * PI) + 40 * sin((along / 3) * PI)) * 2) / 3;
}

function shiftLat(x, y) {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  return base + waves(x, y, y) + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
}

function shiftLon(x, y) {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  return base + waves(x, y, x) + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
}

/** Shift degrees of WGS 84 to GCJ-02. @returns {{lat: number, lng: number}} */
export function toGcj02({ lat, lng }) {
  const [x, y] = [lng - 105, lat - 35];
  const root = 1 - ECCENTRICITY * sin((lat * PI) / 180) ** 2;
  const north = (shiftLat(x, y) * 180) / (((AXIS_M * (1 - ECCENTRICITY)) / (root * sqrt(root))) * PI);
  const east = (shiftLon(x, y) * 180) / ((AXIS_M / sqrt(root)) * cos((lat * PI) / 180) * PI);
  return { lat: lat + north, lng: lng + east };
}
