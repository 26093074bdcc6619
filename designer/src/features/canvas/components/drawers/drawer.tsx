import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from "@tabler/icons-react";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { useEditor } from "../../store";
import classes from "./drawer.module.css";
import { useFocus } from "./use-focus";
import { useWidth, widths } from "./use-width";

type Props = {
  icon: ReactNode;
  title: string;
  /** What the title is the name of. */
  kind: string;
  children: ReactNode;
};

/** The frame of a drawer beside the canvas. Escape closes it; the focus goes back to where it came from. */
export function Drawer({ icon, title, kind, children }: Props) {
  const { t } = useTranslation("canvas");
  const [whole, setWhole] = useState(false);
  const { width, grip } = useWidth();
  const heading = useRef<HTMLHeadingElement>(null);
  const open = useEditor((s) => s.open);

  const giveBack = useFocus(heading);
  const close = useCallback(() => {
    giveBack();
    open();
  }, [giveBack, open]);

  const actions = useMemo<Action[]>(
    () => [
      {
        id: "canvas.closeDrawer",
        label: t("drawer.close"),
        keys: ["escape"],
        always: true,
        hidden: true,
        perform: close,
      },
    ],
    [t, close],
  );
  useActions(actions);

  return (
    <aside
      className={classes.drawer}
      data-whole={whole || undefined}
      aria-label={t("drawer.of", { name: title })}
      style={{ "--width": `${width}px` } as never}
    >
      {!whole && (
        // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no rule
        <div
          className={classes.grip}
          role="separator"
          aria-orientation="vertical"
          aria-label={t("drawer.width")}
          aria-valuenow={width}
          aria-valuemin={widths.least}
          aria-valuemax={widths.most}
          tabIndex={0}
          {...grip}
        />
      )}
      <header className={classes.head}>
        {icon}
        <div className={classes.titles}>
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <p className={classes.kind}>{kind}</p>
        </div>
        <Tooltip label={t(whole ? "drawer.restore" : "drawer.maximise")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(whole ? "drawer.restore" : "drawer.maximise")}
            aria-pressed={whole}
            onClick={() => setWhole(!whole)}
          >
            {whole ? (
              <IconArrowsDiagonalMinimize2 size={18} aria-hidden />
            ) : (
              <IconArrowsDiagonal size={18} aria-hidden />
            )}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("drawer.close")}>
          <ActionIcon variant="subtle" color="gray" aria-label={t("drawer.close")} onClick={close}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {children}
    </aside>
  );
}
