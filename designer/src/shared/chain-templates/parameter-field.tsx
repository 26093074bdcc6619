import { Anchor, Select, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { whos } from "./people";
import type { Thing } from "./use-things";

export type Parameter = Shape<"TemplateParameterBody">;

type Props = {
  org: string;
  parameter: Parameter;
  /** What there is of its kind. */
  things: Thing[];
  value: string | undefined;
  change: (value: string) => void;
  error?: string | undefined;
};

/** Where things of a kind are made. */
const places = {
  engine: "engines",
  environment: "environments",
  secret: "secrets",
  switch: "switches",
  chain: "chains",
  people: "members",
} as const;

/** What is meant without a choice, as the value of one. */
export function meant(parameter: Parameter): string {
  return parameter.kind === "people" ? `role:${parameter.default}` : parameter.default;
}

/** What a parameter is filled in with: a thing of the org, people, or a text. */
export function ParameterField({ org, parameter, things, value, change, error }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const same = {
    label: t(parameter.kind, { key: parameter.key }),
    description: words(parameter.needs, i18n.language),
    error,
  };
  if (parameter.kind === "text")
    return (
      <TextInput
        {...same}
        placeholder={parameter.default}
        value={value ?? ""}
        onChange={(e) => change(e.currentTarget.value)}
      />
    );
  // One that is there under the template's own name is meant unless somebody says otherwise.
  const there = things.some((one) => one.value === meant(parameter));
  const place = places[parameter.kind];
  return (
    <div>
      <Select
        {...same}
        placeholder={t("later")}
        clearable
        searchable
        data={
          parameter.kind === "people"
            ? whos
                .map((who) => ({ group: t(`who.${who}`), items: things.filter((one) => one.of === who) }))
                .filter((group) => group.items.length > 0)
            : things
        }
        value={value === undefined ? (there ? meant(parameter) : null) : value || null}
        onChange={(key) => change(key ?? "")}
      />
      {!there && !value && (
        <Anchor
          size="xs"
          renderRoot={(props) => <Link {...props} to={`/o/$org/${place}` as "/"} params={{ org } as never} />}
        >
          {t("makeOne")}
        </Anchor>
      )}
    </div>
  );
}
