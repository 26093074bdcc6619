import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useForm } from "../context";
import classes from "../form.module.css";
import { Field } from "./field";

type Props = {
  schema: unknown;
  pointer: string;
  /** Such as "Arguments 2". */
  label: string;
  /** It has several controls of its own. */
  block: boolean;
  first: boolean;
  last: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

/** One item of a list. */
export function Item({ schema, pointer, label, block, first, last, onMove, onRemove }: Props) {
  const { t } = useTranslation("schema-form");
  const { readOnly } = useForm();
  return (
    <div className={classes.item} data-item data-block={block || undefined}>
      <Field schema={schema} pointer={pointer} name="" required hiddenLabel={label} />
      {!readOnly && (
        <div className={classes.buttons}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            disabled={first}
            aria-label={t("moveUp", { name: label })}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            disabled={last}
            aria-label={t("moveDown", { name: label })}
            onClick={() => onMove(1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t("remove", { name: label })}
            onClick={onRemove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
