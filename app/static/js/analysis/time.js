/** The slider of time: the whole period at its left end, then slice after slice; it plays. */

const STEP_MS = 1100;
const DAY_MS = 86_400_000;

/** @param {L.Map} map @param {object} texts */
export function startTime(map, texts) {
  const bar = document.querySelector('.time-line');
  if (!bar) return;
  const slider = bar.querySelector('input');
  const button = bar.querySelector('[data-play]');
  const said = bar.querySelector('output');
  const { pieces } = map.desk.layers;
  const show = () => {
    const slice = Number(slider.value) - 1;
    pieces.show(slice < 0 ? null : slice);
    bar.classList.toggle('in-slice', slice >= 0);
    said.textContent = slice < 0 ? texts.whole : tell(pieces, slice, texts);
    slider.setAttribute('aria-valuetext', said.textContent);
  };
  const player = makePlayer(slider, button, texts, show);
  slider.addEventListener('input', () => {
    player.stop();
    show();
  });
  map.desk.bus.on('pieces', () => {
    button.hidden = false;
    show();
  });
}

/** Say which days a slice holds and how many were reported in them. */
function tell({ starts, until, shapes }, slice, texts) {
  const next = starts[slice + 1];
  const last = next ? new Date(Date.parse(next) - DAY_MS).toISOString().slice(0, 10) : until;
  const count = shapes.reduce((sum, { properties }) => sum + properties.counts[slice], 0);
  return texts.slice.replace('{since}', starts[slice]).replace('{until}', last).replace('{count}', count);
}

/** Step through the slices once, from the first where the end was reached. */
function makePlayer(slider, button, texts, show) {
  let timer = 0;
  const mark = (playing) => {
    button.setAttribute('aria-pressed', String(playing));
    button.textContent = playing ? texts.pause : texts.play;
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    mark(false);
  };
  const step = () => {
    slider.value = Number(slider.value) + 1;
    show();
    if (slider.value === slider.max) stop();
  };
  button.addEventListener('click', () => {
    if (timer) return stop();
    if (slider.value === slider.max) slider.value = 0;
    mark(true);
    timer = setInterval(step, STEP_MS);
    return step();
  });
  return { stop };
}
