import { SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { UploadField } from "./upload-field";

export const kinds = ["docker", "archive", "build", "registry"] as const;

/** Where an image comes from, as somebody writes it down. */
export type Source = {
  kind: (typeof kinds)[number];
  reference: string;
  dockerfile: string;
  username: string;
  secret: string;
  upload_id: string;
};

export const noSource: Source = {
  kind: "docker",
  reference: "",
  dockerfile: "",
  username: "",
  secret: "",
  upload_id: "",
};

/** What of it the server is told: only what belongs to its kind. */
export function sent(s: Source) {
  const filled = (part: Partial<Source>) => Object.fromEntries(Object.entries(part).filter(([, v]) => v));
  switch (s.kind) {
    case "docker":
      return { kind: s.kind, ...filled({ reference: s.reference.trim() }) };
    case "registry":
      return {
        kind: s.kind,
        ...filled({ reference: s.reference.trim(), username: s.username, secret: s.secret }),
      };
    case "archive":
      return { kind: s.kind, ...filled({ upload_id: s.upload_id }) };
    case "build":
      return { kind: s.kind, ...filled({ upload_id: s.upload_id, dockerfile: s.dockerfile.trim() }) };
  }
}

type Props = { org: string; value: Source; change: (next: Source) => void; errors: FieldErrors };

/** Chooses where an image comes from. */
export function SourceFields({ org, value, change, errors }: Props) {
  const { t } = useTranslation("environments");
  const set = (next: Partial<Source>) => change({ ...value, ...next });
  const field = (name: "reference" | "dockerfile" | "username" | "secret", hint?: string) => (
    <TextInput
      label={t(`field.${name}`)}
      description={t(`field.${name}Help`)}
      placeholder={hint}
      required={name === "reference"}
      value={value[name]}
      error={errors.at(`/source/${name}`)}
      onChange={(e) => set({ [name]: e.currentTarget.value })}
    />
  );
  return (
    <Stack gap="sm" role="group" aria-label={t("source")}>
      <SegmentedControl
        aria-label={t("source")}
        fullWidth
        size="xs"
        value={value.kind}
        onChange={(kind) => set({ kind: kind as Source["kind"] })}
        data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <Text size="xs" c="dimmed">
        {t(`kindHelp.${value.kind}`)}
      </Text>
      {value.kind === "docker" && field("reference", "python:3.12-slim")}
      {value.kind === "registry" && (
        <>
          {field("reference", "registry.example.org/team/python:3.12")}
          {field("username")}
          {field("secret")}
        </>
      )}
      {(value.kind === "archive" || value.kind === "build") && (
        <UploadField
          key={value.kind}
          org={org}
          error={errors.at("/source/upload_id")}
          done={(upload_id) => set({ upload_id })}
        />
      )}
      {value.kind === "build" && field("dockerfile", "Dockerfile")}
    </Stack>
  );
}
