/** Buttons on the map: zoom, whole community, where am I, report, share, print; and the scale. */
import { startPrint } from './print.js';
import { startReport } from './report.js';

/** Make one button with its word. */
function button(className, label, action) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `map-button ${className}`;
  element.setAttribute('aria-label', label);
  element.title = label;
  element.addEventListener('click', action);
  return element;
}

/** Put buttons into a corner as one Leaflet control. */
function corner(map, position, buttons) {
  const control = L.control({ position });
  control.onAdd = () => {
    const bar = L.DomUtil.create('div', 'map-buttons');
    bar.append(...buttons);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
}

/** Add all controls. @param {L.Map} map @param {() => void} showAll */
export function addControls(map, showAll) {
  const { desk } = map;
  const word = (key) => desk.text(key);
  L.control.scale({ imperial: false, maxWidth: 120, position: 'bottomright' }).addTo(map);
  corner(map, 'bottomright', [
    button('icon-locate', word('locate'), () => locate(map)),
    button('icon-all', word('all_community'), showAll),
    button('icon-plus', word('zoom_in'), () => map.zoomIn()),
    button('icon-minus', word('zoom_out'), () => map.zoomOut()),
  ]);
  const tools = [button('icon-print', word('print'), () => startPrint(map))];
  if (desk.options.pageUrl) tools.unshift(button('icon-share', word('share'), () => share(desk)));
  if (desk.options.reportUrl) tools.unshift(button('icon-report', word('report'), () => startReport(map)));
  corner(map, 'topright', tools);
  // So the form leads here for another place.
  if (desk.options.reportUrl && location.hash === '#report') startReport(map);
  nameSwitcher(word('layers'));
  if (desk.options.schematic) desk.notices.mark(word('schematic'));
}

/** Leaflet's layer switcher says "Layers" in English; give it the viewer's word. */
function nameSwitcher(label) {
  const toggle = document.querySelector('.leaflet-control-layers-toggle');
  if (!toggle) return;
  toggle.title = label;
  toggle.setAttribute('aria-label', label);
}

/** Show where the viewer is; the place does not leave the device. */
function locate(map) {
  const { desk } = map;
  map.off('locationfound locationerror');
  map.on('locationfound', ({ latlng, accuracy }) => {
    desk.here?.remove();
    const style = { color: '#0057b8', weight: 2, fillOpacity: 0.15, interactive: false };
    desk.here = L.layerGroup([
      L.circle(latlng, { ...style, radius: accuracy }),
      L.circleMarker(latlng, { ...style, radius: 7, fillOpacity: 1, color: '#fff', fillColor: '#0057b8' }),
    ]).addTo(map);
  });
  map.on('locationerror', () => desk.notices.say(desk.text('locate_failed')));
  map.locate({ setView: true, maxZoom: 18, enableHighAccuracy: true, timeout: 15000 });
}

/** Hand the link to what is seen to the phone's share sheet, or copy it. */
async function share(desk) {
  const link = new URL(desk.options.pageUrl + location.search, location.href).href;
  if (navigator.share && window.matchMedia('(pointer: coarse)').matches) {
    await navigator.share({ title: desk.options.title, url: link }).catch(() => {});
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
    desk.notices.say(desk.text('copied'));
  } catch {
    desk.notices.say(desk.text('copy_failed', { link }));
  }
}
