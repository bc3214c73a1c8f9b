/** What is known of a chosen piece, and the ways on from it. */

const SVG = 'http://www.w3.org/2000/svg';

/** Let the card follow the selection. @param {L.Map} map @param {object} settings */
export function startCard(map, settings) {
  const { desk } = map;
  const card = document.querySelector('.piece-card');
  L.DomEvent.disableClickPropagation(card);
  L.DomEvent.disableScrollPropagation(card);
  desk.bus.on('select', ({ thing }) => {
    const shape = thing && desk.layers[`${thing.kind}s`]?.byId?.get(thing.id);
    card.hidden = !shape;
    if (!shape) return;
    const fill = thing.kind === 'issue' ? issueParts : pieceParts;
    card.replaceChildren(closeButton(desk, settings), ...fill(shape, settings));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') desk.selection.choose(null);
  });
}

/** Make an element with a text. */
function make(tag, text, name = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

/** A link on from the card. */
function way(text, href) {
  const link = make('a', text, 'button');
  link.href = href;
  return link;
}

function closeButton(desk, { texts }) {
  const button = make('button', '×', 'card-close');
  button.type = 'button';
  button.setAttribute('aria-label', texts.close);
  button.addEventListener('click', () => desk.selection.choose(null));
  return button;
}

function issueParts({ id, properties }, { page, texts }) {
  return [make('h2', properties.title || `#${id}`), way(texts.open_issue, page.replace('{id}', id))];
}

function pieceParts(shape, settings) {
  const { properties: facts } = shape;
  const { texts } = settings;
  const head = make('h2', facts.name);
  const verdict = make('p', texts[facts.verdict], `verdict verdict-${facts.verdict}`);
  if (texts[facts.emerging]) verdict.append(` · ${texts[facts.emerging]}`);
  const ways = make('p', '', 'card-ways');
  ways.append(way(texts.list, listOf(shape, settings)));
  const opened = { cell: texts.open_cell, building: texts.open_building }[settings.by];
  if (opened) ways.append(way(opened, `${settings.map}?sel=${settings.by}:${facts.piece}`));
  const homes = make('p', texts.households.replace('{count}', facts.households), 'quiet');
  return [head, verdict, make('p', facts.words), homes, bars(facts.counts, texts), ways];
}

/** Address of the list of the issues of a piece: by its cell or building, else by its window. */
function listOf({ box, properties }, { by, issues }) {
  const url = new URL(issues, location.href);
  if (by === 'cell' || by === 'building') url.searchParams.set(by, properties.piece);
  else url.searchParams.set('bbox', windowOf(box));
  return url.href;
}

/** A box of the unit square as west, south, east, north in degrees. */
function windowOf([x0, y0, x1, y1]) {
  const longitude = (x) => x * 360 - 180;
  const latitude = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [longitude(x0), latitude(y1), longitude(x1), latitude(y0)]
    .map((degrees) => degrees.toFixed(6)).join(',');
}

/** Bars of the slices, oldest first. */
function bars(counts, texts) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${counts.length * 10} 30`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('class', 'bars');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', texts.by_slice.replace('{counts}', counts.join(', ')));
  const most = Math.max(1, ...counts);
  counts.forEach((count, place) => {
    const bar = document.createElementNS(SVG, 'rect');
    const height = Math.max(1, (count / most) * 30);
    const sizes = { x: place * 10 + 1, y: 30 - height, width: 8, height };
    Object.entries(sizes).forEach(([key, value]) => bar.setAttribute(key, value));
    picture.append(bar);
  });
  return picture;
}
