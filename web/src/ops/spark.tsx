import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** A small plot over time, without axes: the number beside it is the latest value. */
export function Spark({ times, values }: { times: number[]; values: (number | null)[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  useEffect(() => {
    const element = place.current!;
    const stroke = () => getComputedStyle(element).getPropertyValue('--accent').trim() || '#1d5fd0';
    const made = new uPlot(
      {
        width: Math.max(20, element.clientWidth),
        height: 30,
        padding: [2, 0, 2, 0],
        legend: { show: false },
        cursor: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false }, y: { range: (_plot, least, most) => (least === most ? [least - 1, most + 1] : [least, most]) } },
        series: [{}, { stroke, width: 1.5, points: { show: false }, spanGaps: true }],
      },
      [[], []],
      element,
    );
    plot.current = made;
    const sized = new ResizeObserver(() => made.setSize({ width: Math.max(20, element.clientWidth), height: 30 }));
    sized.observe(element);
    return () => {
      sized.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData([times, values]), [times, values]);
  return <div class="plot" ref={place} aria-hidden="true" />;
}
