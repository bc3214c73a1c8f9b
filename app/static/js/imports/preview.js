/** What a file would put on the map, over the ground that is known. */
const GROUND = { color: '#8a8375', weight: 1, opacity: 0.7, fillOpacity: 0.15, interactive: false };
const BOUNDARY = { ...GROUND, weight: 3, dashArray: '8 6', fill: false };
const FILE = { color: '#0057b8', weight: 2, fillOpacity: 0.25 };
const CALM = { ...FILE, weight: 1, opacity: 0.5, fillOpacity: 0.06 };
const FINE = { ...FILE, weight: 1.5, opacity: 0.6 };
/** An extract brings many things at once: buildings stand out, what lies under them steps back. */
const FILE_STYLES = { estates: CALM, areas: CALM, paths: FINE };

const asPoint = (_feature, place) => L.circleMarker(place, { radius: 5 });

async function load(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/geo+json, application/json' } });
  return answer.ok ? answer.json() : { features: [] };
}

function layer(collection, style, options = {}) {
  return L.geoJSON(collection, { style, pointToLayer: asPoint, ...options });
}

function nameOnHover(feature, drawn) {
  const label = feature.properties.label;
  if (label) drawn.bindTooltip(document.createTextNode(label));
}

async function start(box) {
  const map = L.map(box, { preferCanvas: true, attributionControl: false });
  const [ground, file] = await Promise.all([load(box.dataset.ground), load(box.dataset.preview)]);
  const style = (feature) => (feature.properties.subject === 'boundary' ? BOUNDARY : GROUND);
  const known = layer(ground, style).addTo(map);
  const sent = layer(file, (feature) => FILE_STYLES[feature.properties.subject] || FILE, { onEachFeature: nameOnHover }).addTo(map);
  const bounds = sent.getBounds().isValid() ? sent.getBounds() : known.getBounds();
  map.fitBounds(bounds.isValid() ? bounds.pad(0.1) : [[18, 73], [54, 135]]);
  L.control.scale({ imperial: false }).addTo(map);
  const part = document.querySelector('[data-part]');
  part.hidden = !(file.total > file.features.length);
  box.dataset.features = file.features.length;
}

const box = document.getElementById('import-map');
if (box) start(box);
