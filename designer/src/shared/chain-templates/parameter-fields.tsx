import { Button, Loader } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { meant, type Parameter, ParameterField } from "./parameter-field";
import { peopleOf } from "./people";
import { useThings } from "./use-things";

/** What was chosen, by parameter. */
export type Chosen = Record<string, string>;

type Props = {
  org: string;
  parameters: Parameter[];
  chosen: Chosen;
  change: (chosen: Chosen) => void;
  errors: FieldErrors;
};

/** Asks for what is missing; what the org has under the template's own names is asked for on demand. */
export function ParameterFields({ org, parameters, chosen, change, errors }: Props) {
  const { t } = useTranslation("chain-templates");
  const things = useThings(org, parameters);
  const [all, setAll] = useState(false);
  if (!things) return <Loader size="sm" />;
  const at = (p: Parameter) => errors.at(`/${p.kind === "people" ? "people" : "values"}/${p.key}`);
  const there = (p: Parameter) =>
    p.kind !== "text" && !at(p) && (things[p.kind]?.some((one) => one.value === meant(p)) ?? false);
  const rest = parameters.filter(there).length;
  return (
    <>
      {parameters
        .filter((p) => all || !there(p))
        .map((p) => (
          <ParameterField
            key={p.key}
            org={org}
            parameter={p}
            things={things[p.kind] ?? []}
            value={chosen[p.key]}
            change={(value) => change({ ...chosen, [p.key]: value })}
            error={at(p)}
          />
        ))}
      {rest > 0 && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t("present", { count: rest })}
        </Button>
      )}
    </>
  );
}

/** What the server is told of what was chosen. */
export function said(parameters: Parameter[], chosen: Chosen) {
  const given = (people: boolean) =>
    parameters.flatMap((p) => {
      const value = chosen[p.key];
      return value && (p.kind === "people") === people ? [[p.key, value] as const] : [];
    });
  return {
    values: Object.fromEntries(given(false)),
    people: Object.fromEntries(given(true).map(([key, value]) => [key, peopleOf(value)])),
  };
}
