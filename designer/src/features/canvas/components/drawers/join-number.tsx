import { NumberInput } from "@mantine/core";

type Props = { label: string; value: number; readOnly: boolean; onChange: (n: number) => void };

/** How many edges have to have come to a node. */
export function JoinNumber({ label, value, readOnly, onChange }: Props) {
  return (
    <NumberInput
      w={80}
      min={1}
      max={1000}
      aria-label={label}
      value={value}
      readOnly={readOnly}
      onChange={(n) => typeof n === "number" && onChange(n)}
    />
  );
}
