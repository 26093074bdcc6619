import { Button } from "@mantine/core";
import { IconPencil, IconPinned, IconPinnedOff } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { JsonView } from "@/shared/kit/json-view";
import { useEditor } from "../../store";
import { usePins } from "../trial/pins";
import classes from "./drawer.module.css";
import { PinEditor } from "./pin-editor";

/** What a node gives in tests without being carried out: typed, edited, or taken off. */
export function PinSection({ node, last }: { node: ChainNode; last: unknown }) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const { pins, pin } = usePins(org, key);
  const [typing, setTyping] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const pinned = node.id in pins;
  const Icon = pinned ? IconPencil : IconPinned;
  return (
    <section className={classes.section}>
      <div className={classes.line}>
        <h3 className={classes.grow}>{t("drawer.output.pinned")}</h3>
        <Button
          ref={opener}
          size="compact-xs"
          variant="default"
          aria-expanded={typing}
          leftSection={<Icon size={14} aria-hidden />}
          onClick={() => setTyping(!typing)}
        >
          {t(pinned ? "drawer.output.edit" : "drawer.output.type")}
        </Button>
        {pinned && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPinnedOff size={14} aria-hidden />}
            onClick={() => {
              setTyping(false);
              pin(node.id, undefined);
              opener.current?.focus();
            }}
          >
            {t("drawer.output.unpin")}
          </Button>
        )}
      </div>
      <p className={classes.dim}>{t(pinned ? "drawer.output.pinnedAbout" : "drawer.output.none")}</p>
      {typing ? (
        <PinEditor
          value={pinned ? pins[node.id] : (last ?? {})}
          pin={(value) => pin(node.id, value)}
          close={() => {
            setTyping(false);
            opener.current?.focus();
          }}
        />
      ) : (
        pinned && <JsonView value={pins[node.id]} label={t("drawer.output.pinned")} />
      )}
    </section>
  );
}
