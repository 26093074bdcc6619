import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { bytes } from "@/shared/lib/format";
import { usualSize } from "../files";
import { fileOf, type Row, withFile } from "./schema-rows";

type Props = { row: Row; readOnly: boolean; onChange: (row: Row) => void };

/** How large a file may be; the last is the most that the server takes. */
const sizes = [1_000_000, usualSize, 16_000_000, 32_000_000];

/** Which files a field that is built takes: their types, and how large. */
export function FileRules({ row, readOnly, onChange }: Props) {
  const { t } = useTranslation("schema-form");
  const file = fileOf(row);
  const accept = Array.isArray(file["x-accept"]) ? file["x-accept"].map(String) : [];
  const limit = typeof file["x-max-bytes"] === "number" ? file["x-max-bytes"] : usualSize;
  return (
    <>
      <TextInput
        size="xs"
        aria-label={t("schema.accept", { name: row.name })}
        placeholder={t("schema.acceptHint")}
        key={accept.join()}
        defaultValue={accept.join(", ")}
        readOnly={readOnly}
        onBlur={(e) => {
          const types = e.currentTarget.value
            .toLowerCase()
            .split(/[\s,;，；、]+/)
            .filter(Boolean)
            .map((type) => (/^[a-z0-9]+$/.test(type) ? `.${type}` : type));
          onChange(withFile(row, "x-accept", types.length > 0 ? [...new Set(types)] : undefined));
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t("schema.limit", { name: row.name })}
        value={String(limit)}
        disabled={readOnly}
        data={[...new Set([...sizes, limit])]
          .sort((a, b) => a - b)
          .map((size) => ({ value: String(size), label: t("file.upTo", { size: bytes(size) }) }))}
        onChange={(e) => {
          const size = Number(e.currentTarget.value);
          onChange(withFile(row, "x-max-bytes", size === usualSize ? undefined : size));
        }}
      />
    </>
  );
}
