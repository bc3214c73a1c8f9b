/** Says whether everything is stored, and how good the plan is known to be. */

/** @param {import('./plan.js').Plan} plan */
export function startStatus(plan) {
  const line = document.querySelector('[data-status]');
  const quality = document.querySelector('[data-quality]');
  plan.desk.bus.on('plan', () => {
    quality.hidden = !plan.quality;
    quality.textContent = plan.quality;
  });
  if (!plan.editable) return;
  const show = (waits) => {
    const key = waits ? 'sending' : 'stored';
    line.textContent = plan.version ? plan.desk.text(key) : '';
    line.dataset.state = key;
  };
  plan.desk.bus.on('waits', show);
  plan.desk.bus.on('plan', () => show(plan.waits));
}
