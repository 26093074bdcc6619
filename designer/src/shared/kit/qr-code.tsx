import { useMemo } from "react";
import { qr } from "@/shared/lib/qr";

/** The light edge that readers need, in squares. */
const edge = 4;

/** A text as a QR code: dark on light in both colour schemes, as readers want it. */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const squares = useMemo(() => qr(text), [text]);
  if (!squares) return null;
  const side = squares.length + 2 * edge;
  const dark = squares.flatMap((row, y) =>
    row.flatMap((d, x) => (d ? [`M${x + edge} ${y + edge}h1v1h-1z`] : [])),
  );
  return (
    <svg width={size} height={size} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" role="img">
      <title>{label}</title>
      <rect width={side} height={side} fill="var(--c-qr-light)" rx={2} />
      <path d={dark.join("")} fill="var(--c-qr-dark)" />
    </svg>
  );
}
