// The line chart of the trends, drawn by uPlot. It is loaded when it is first shown, and has no
// imports of the page's own, so that its file holds nothing but the chart.
import uPlot from 'uplot';

const height = 260;

interface Line {
  /** Midnight of each day, UTC. */
  timesMs: number[];
  /** One for each day; null is a gap. */
  points: (number | null)[];
  /** The thick line. */
  smooth: (number | null)[];
  /** The labels at 1, 2, 3 … of the vertical axis. */
  names: string[];
  writeTime: (timeMs: number) => string;
}

/** Draws into the element and follows its width and the colour scheme; returns the clean-up. */
export function drawLine(
  element: HTMLElement,
  { timesMs, points, smooth, names, writeTime }: Line,
): () => void {
  let plot = make();

  function make(): uPlot {
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim() || style.color;
    const resolve = (name: string) => resolveColour(element, colour(name));
    const [ink, faint, line] = [resolve('--quiet'), resolve('--line'), resolve('--accent')];
    const font = `13px ${style.fontFamily}`;
    return new uPlot(
      {
        width: Math.max(element.clientWidth, 200),
        height,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: { x: { time: true }, y: { range: [0.7, 5.3] } },
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        axes: [
          {
            stroke: ink,
            font,
            size: 32,
            grid: { show: false },
            ticks: { show: false },
            space: 70,
            values: (_, ticks) => ticks.map((tick) => writeTime(tick * 1000)),
          },
          {
            stroke: ink,
            font,
            size: Math.max(...names.map((name) => name.length)) * 8 + 14,
            grid: { stroke: faint, width: 1 },
            ticks: { show: false },
            splits: () => names.map((_, index) => index + 1),
            values: () => names,
          },
        ],
        series: [
          {},
          {
            stroke: 'transparent',
            points: { show: true, size: points.length > 120 ? 3 : 6, fill: line, stroke: line },
            paths: () => null,
          },
          { stroke: line, width: 2.5, points: { show: false }, paths: uPlot.paths.spline?.() },
        ],
      },
      [timesMs.map((time) => time / 1000), points, smooth],
      element,
    );
  }

  function redraw(): void {
    plot.destroy();
    plot = make();
  }
  let width = element.clientWidth;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    plot.setSize({ width: Math.max(width, 200), height });
  });
  observer.observe(element);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', redraw);
    plot.destroy();
  };
}

/** The canvas does not understand light-dark(), so an element resolves it. */
function resolveColour(element: HTMLElement, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
