import { useMemo } from 'preact/hooks';
import { modulesOf, pathOf, quietZone } from './qr';

/** A text as a QR code; dark on light whatever the page's colours are, because scanners expect it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, side } = useMemo(() => {
    const modules = modulesOf(text);
    return { path: pathOf(modules), side: modules.length + 2 * quietZone };
  }, [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges" data-testid="qr" data-text={text}>
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
