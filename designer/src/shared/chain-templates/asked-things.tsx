import { Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { list } from "@/shared/lib/format";

type Found = Shape<"TemplateFoundBody">;

/** What becomes of one thing that is named: whether it is asked for, by which name, and what is said of it. */
export type Choice = { asked: boolean; key: string; needs: string };
/** What was chosen, by the keys of what was found. */
export type Choices = Record<string, Choice>;

/** What is meant without a choice: what the template said of the same thing so far, or what is proposed. */
function meant(found: Found, before: Found[]): Choice {
  const same = before.find(
    (b) =>
      b.kind === found.kind &&
      b.value === found.value &&
      JSON.stringify(b.people) === JSON.stringify(found.people),
  );
  const as = same ?? found;
  return { asked: !as.fixed, key: as.key, needs: as.needs ?? "" };
}

/** The choices about all that was found, as the server is told them. */
export function parametersOf(found: Found[], choices: Choices, before: Found[] = []) {
  return found.map((f) => {
    const { asked, ...said } = choices[f.key] ?? meant(f, before);
    return { found: f.key, ...said, fixed: !asked };
  });
}

type Props = {
  found: Found[];
  scripts: Shape<"TemplateScriptBody">[];
  choices: Choices;
  change: (choices: Choices) => void;
  errors: FieldErrors;
  /** What the template named so far. */
  before?: Found[];
};

/** What a template asks for, of all that the chain or the release names. */
export function AskedThings({ found, scripts, choices, change, errors, before = [] }: Props) {
  const { t } = useTranslation("chain-templates");
  return (
    <Stack gap="xs" role="group" aria-label={t("asks")}>
      <Text size="sm" fw={500}>
        {t(found.length > 0 ? "asks" : "asksNothing")}
      </Text>
      {found.map((f, i) => (
        <Asked
          key={f.key}
          found={f}
          choice={choices[f.key] ?? meant(f, before)}
          change={(c) => change({ ...choices, [f.key]: c })}
          error={errors.at(`/parameters/${i}/key`)}
        />
      ))}
      {scripts.length > 0 && (
        <Text size="sm">{t("takesScripts", { names: list(scripts.map((s) => s.key)) })}</Text>
      )}
    </Stack>
  );
}

type AskedProps = {
  found: Found;
  choice: Choice;
  change: (choice: Choice) => void;
  error: string | undefined;
};

function Asked({ found, choice, change, error }: AskedProps) {
  const { t } = useTranslation("chain-templates");
  const by = found.people;
  const value = found.value ?? by?.role ?? by?.group ?? by?.member ?? found.key;
  const label = t(found.kind, { key: value });
  return (
    <Group gap="xs">
      <Checkbox
        flex="1 1 180px"
        label={label}
        checked={choice.asked}
        onChange={(e) => change({ ...choice, asked: e.currentTarget.checked })}
      />
      <TextInput
        size="xs"
        flex="1 1 110px"
        aria-label={t("calledOf", { thing: label })}
        disabled={!choice.asked}
        maxLength={64}
        value={choice.key}
        error={error}
        onChange={(e) => change({ ...choice, key: e.currentTarget.value })}
      />
      <TextInput
        size="xs"
        flex="1 1 110px"
        aria-label={t("needsOf", { thing: label })}
        placeholder={t("needsHint")}
        disabled={!choice.asked}
        maxLength={500}
        value={choice.needs}
        onChange={(e) => change({ ...choice, needs: e.currentTarget.value })}
      />
    </Group>
  );
}
