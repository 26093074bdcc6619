import { Loader } from "@mantine/core";
import type { Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { AskedThings, type Choices } from "./asked-things";

type Found = Shape<"TemplateFoundBody">[];

type Props = {
  /** Where it is read what a template names: a proposal, or the template as it is. */
  read: {
    data: { found?: Found; scripts: Shape<"TemplateScriptBody">[] } | undefined;
    error: unknown;
    refetch: () => unknown;
  };
  choices: Choices;
  change: (choices: Choices) => void;
  errors: FieldErrors;
  /** What the template named so far. */
  before?: Found;
};

/** What a template asks for, once it has been read of what it is made. */
export function AskedOf({ read, ...props }: Props) {
  if (read.error) return <ErrorState error={read.error} retry={() => read.refetch()} />;
  if (!read.data) return <Loader size="sm" />;
  return <AskedThings found={read.data.found ?? []} scripts={read.data.scripts} {...props} />;
}
