/** The form that asks for a plan: it shows only what the chosen kind of walk can have. */

for (const form of document.querySelectorAll('.plan-form')) {
  const { mode, start_at: startAt, start } = form.elements;
  const show = () => {
    const lanes = mode.value === 'streets';
    for (const part of form.querySelectorAll('[data-lanes-only]')) part.hidden = !lanes;
    for (const part of form.querySelectorAll('[data-stops-only]')) part.hidden = lanes;
    const place = form.querySelector('[data-start]');
    if (!place) return;
    place.hidden = startAt.value !== 'place';
    start.required = !place.hidden;
  };
  form.addEventListener('change', show);
  show();
}
