import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconBraces, IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import tree from "@/shared/kit/json-view.module.css";
import { remember, remembered } from "@/shared/lib/storage";
import { type Known, summary } from "@/shared/schema-form/expressions";
import { startDrag, useLastPlace } from "@/shared/schema-form/places";
import { type Value, valuesOf, within } from "@/shared/schema-form/values";
import classes from "./drawer.module.css";

const longest = 40;

/** The values that are there when a node begins, below its fields: pressed or dragged they go into one. */
export function Values({ known }: { known: Known }) {
  const { t } = useTranslation("canvas");
  const [open, setOpen] = useState(() => remembered("values.open", false));
  const about = useId();
  const label = useLastPlace((s) => s.place?.label);
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={`${classes.section} ${classes.values}`} aria-label={t("drawer.values.title")}>
      <UnstyledButton
        className={classes.line}
        w="100%"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          remember("values.open", !open);
        }}
      >
        <IconBraces size={16} aria-hidden />
        <h3 className={classes.grow}>{t("drawer.values.title")}</h3>
        <Icon size={16} aria-hidden />
      </UnstyledButton>
      {open && (
        <>
          <p id={about} className={classes.dim}>
            {label ? t("drawer.values.into", { name: label }) : t("drawer.values.nowhere")}
          </p>
          <ul className={tree.tree} aria-describedby={about}>
            {valuesOf(known).map((value) => (
              <Row key={value.reference} value={value} depth={0} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Row({ value, depth }: { value: Value; depth: number }) {
  const { t } = useTranslation("canvas");
  const parts = within(value);
  const [open, setOpen] = useState(depth === 0);
  const place = useLastPlace((s) => s.place);
  const Icon = open ? IconChevronDown : IconChevronRight;
  const { name, reference, of } = value;
  return (
    <li>
      <div className={classes.line}>
        {parts.length === 0 ? (
          <span className={classes.noParts} />
        ) : (
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t("drawer.values.parts", { name })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon size={14} aria-hidden />
          </ActionIcon>
        )}
        <button
          type="button"
          className={tree.branch}
          title={reference}
          aria-disabled={!place}
          draggable
          onDragStart={(e) => startDrag(e, reference)}
          onClick={() => place?.put(reference)}
        >
          <span className="hidden-visually">{t("drawer.values.insert", { reference })} </span>
          <span className={tree.name}>{name}</span>
          <span className={tree.summary}>
            {!(open && parts.length) && (summary(of.sample, longest) || of.detail)}
          </span>
        </button>
      </div>
      {open && parts.length > 0 && (
        <ul className={tree.inner}>
          {parts.map((part) => (
            <Row key={part.reference} value={part} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  );
}
