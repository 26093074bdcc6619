import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { slug } from "@/shared/lib/slug";
import type { FieldErrors } from "./field-errors";

export type NameAndKey = { name: string; key: string };

type Props = {
  value: NameAndKey;
  change: (value: NameAndKey) => void;
  errors: FieldErrors;
};

/** The name of a new thing and its key, which follows the name until somebody writes it. */
export function NameAndKeyFields({ value, change, errors }: Props) {
  const { t } = useTranslation();
  const [own, setOwn] = useState(value.key !== slug(value.name));
  return (
    <>
      <TextInput
        label={t("field.name")}
        required
        data-autofocus
        maxLength={200}
        value={value.name}
        error={errors.at("/name")}
        onChange={(e) => {
          const name = e.currentTarget.value;
          change({ name, key: own ? value.key : slug(name) });
        }}
      />
      <TextInput
        label={t("field.key")}
        description={t("field.keyHelp")}
        required
        maxLength={64}
        value={value.key}
        error={errors.at("/key")}
        onChange={(e) => {
          setOwn(e.currentTarget.value !== "");
          change({ ...value, key: e.currentTarget.value });
        }}
      />
    </>
  );
}
