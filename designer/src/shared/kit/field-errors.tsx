import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { asProblem, type Detail, type Problem } from "@/shared/api/problems";
import { useSaid } from "./lacking";

/** What is wrong with each field of a form, and what is wrong besides. */
export class FieldErrors {
  private readonly shown = new Set<Detail>();
  private readonly problem;
  private readonly details: Detail[];

  constructor(error: unknown) {
    this.problem = error ? asProblem(error) : undefined;
    this.details = this.problem?.details ?? [];
  }

  /** What is wrong at a pointer such as `/name`, to be shown at its field. */
  at(pointer: string): string | undefined {
    const found = this.details.filter((d) => d.pointer === pointer);
    for (const d of found) this.shown.add(d);
    return found.map((d) => d.detail).join("; ") || undefined;
  }

  /** What is wrong at a pointer or below it. */
  under(pointer: string): Detail[] {
    const found = this.details.filter((d) => d.pointer === pointer || d.pointer?.startsWith(`${pointer}/`));
    for (const d of found) this.shown.add(d);
    return found;
  }

  /** The refusal, without what `at` and `under` have given to fields; undefined when nothing is left to say. */
  rest(): Pick<Problem, "message" | "code" | "data" | "details"> | undefined {
    const p = this.problem;
    if (!p) return undefined;
    const details = this.details.filter((d) => !this.shown.has(d));
    if (this.details.length > 0 && details.length === 0) return undefined;
    return { message: p.message, code: p.code, data: p.data, details };
  }
}

/** What was refused and has no field to stand at. Render it after the fields. */
export function ProblemNote({ errors }: { errors: FieldErrors }) {
  const said = useSaid();
  const rest = errors.rest();
  if (!rest) return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={said(rest)}
    >
      {rest.details.length > 0 && (
        <List size="sm">
          {rest.details.map((d) => (
            <List.Item key={`${d.pointer} ${d.detail}`}>
              {d.pointer && <code>{d.pointer}</code>} {d.detail}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed">
        {rest.code}
      </Text>
    </Alert>
  );
}
