/** Charts of an analysis, drawn on canvases: their tips too, since the policy forbids inline styles. */
import { init } from '../../vendor/echarts.js';

const [NOW, BEFORE, GOOD, LATE] = ['#0057b8', '#8a8375', '#2b7a4b', '#c4161c'];
const ROW_PX = 30;
const FONT = { fontFamily: 'sans-serif', color: '#4a5560', fontSize: 12 };
const BASE = {
  animation: false,
  textStyle: FONT,
  tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, confine: true },
  legend: { top: 0, left: 0, itemHeight: 10, textStyle: FONT },
};
const COUNT = { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e6e1d6' } } };

/** Reports by slice: bars of now, a dashed line of before. */
function rhythm({ starts, now, before, texts }) {
  return {
    ...BASE,
    grid: { left: 34, right: 8, top: 34, bottom: 24 },
    xAxis: { type: 'category', data: starts.map((day) => day.slice(5)) },
    yAxis: COUNT,
    series: [
      { name: texts[0], type: 'bar', data: now, itemStyle: { color: NOW } },
      {
        name: texts[1], type: 'line', data: before, symbol: 'diamond', symbolSize: 7,
        lineStyle: { color: BEFORE, type: 'dashed' }, itemStyle: { color: BEFORE },
      },
    ],
  };
}

/** What was due by group: closed in time, and the rest. The first group stands on top. */
function groups({ names, on_time: onTime, due, texts }) {
  const rest = due.map((count, place) => count - onTime[place]);
  const bar = (name, data, color) => ({ name, type: 'bar', stack: 'due', data, itemStyle: { color }, barMaxWidth: 18 });
  return {
    ...BASE,
    grid: { left: 108, right: 12, top: 30, bottom: 24 },
    xAxis: COUNT,
    yAxis: {
      type: 'category', data: names, inverse: true, axisTick: { show: false },
      axisLabel: { width: 96, overflow: 'truncate' },
    },
    series: [bar(texts[0], onTime, GOOD), bar(texts[1], rest, LATE)],
  };
}

const KINDS = { rhythm, groups };

for (const box of document.querySelectorAll('[data-chart]')) {
  const facts = JSON.parse(box.dataset.chart);
  if (facts.names) box.style.height = `${70 + facts.names.length * ROW_PX}px`;
  const chart = init(box, null, { renderer: 'canvas' });
  chart.setOption(KINDS[facts.kind](facts));
  new ResizeObserver(() => chart.resize()).observe(box);
}
