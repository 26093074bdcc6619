import { useMemo } from "react";
import { encode } from "uqr";

/**
 * A text as a QR code: dark on light in both colour schemes, with the light edge of four squares that readers
 * want. Made in the page, so that a secret never leaves it to become a picture.
 */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { data, size: side } = useMemo(() => encode(text, { ecc: "M", border: 4 }), [text]);
  const dark = data.flatMap((row, y) => row.flatMap((d, x) => (d ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg width={size} height={size} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" role="img">
      <title>{label}</title>
      <rect width={side} height={side} fill="var(--c-qr-light)" rx={2} />
      <path d={dark.join("")} fill="var(--c-qr-dark)" />
    </svg>
  );
}
