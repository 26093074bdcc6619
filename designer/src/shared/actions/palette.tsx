import { Kbd, Modal, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { composing } from "@/shared/lib/ime";
import { type Action, useActions } from "./actions";
import { shown } from "./hotkeys";
import classes from "./palette.module.css";

/** One thing that can be chosen. */
export type Choice = {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Where it is, or why it cannot be done now. */
  hint?: ReactNode;
  keys?: string | undefined;
  disabled?: boolean;
  perform: () => void;
};

export type Choices = { id: string; title: string; items: Choice[] };

type Props = {
  typed: string;
  setTyped: (typed: string) => void;
  groups: Choices[];
  /** What can be typed; "Search or jump to…" if left out. */
  prompt?: string;
  /** More is on its way: Enter waits for it, so that what it does depends on what was typed, not on when. */
  going?: boolean;
  close: () => void;
};

const nothing: Action[] = [];

/** Finds anything by typing: arrows choose, also what cannot be done now, so that its reason is heard; Enter does it. */
export function Palette({ typed, setTyped, groups, prompt, going, close }: Props) {
  const { t } = useTranslation("actions");
  const list = useId();
  const [chosen, setChosen] = useState("");
  const [entered, setEntered] = useState(false);
  useActions(nothing, true);
  const all = groups.flatMap((g) => g.items);
  const at = Math.max(
    all.findIndex((c) => c.id === chosen),
    0,
  );
  const current = all[at];

  const act = (choice: Choice | undefined) => {
    if (!choice || choice.disabled) return;
    close();
    choice.perform();
  };
  const enter = useEffectEvent(() => {
    setEntered(false);
    act(current);
  });
  useEffect(() => {
    if (entered && !going) enter();
  }, [entered, going]);
  const onKey = (e: KeyboardEvent) => {
    if (composing(e.nativeEvent) || (all.length === 0 && !going)) return;
    const step: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const by = step[e.key];
    if (by !== undefined) {
      const wrap = Math.abs(by) === 1;
      const to = wrap ? (at + by + all.length) % all.length : Math.min(Math.max(at + by, 0), all.length - 1);
      const next = all[to];
      if (next) setChosen(next.id);
      document.getElementById(`${list}-${next?.id}`)?.scrollIntoView({ block: "nearest" });
    } else if (e.key === "Enter") {
      if (going && chosen === "") setEntered(true);
      else act(current);
    } else return;
    e.preventDefault();
  };

  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size={560}
      padding={0}
      yOffset="10vh"
      centered={false}
      attributes={{ content: { "aria-label": prompt ?? t("palette") } }}
    >
      <TextInput
        className={classes.field}
        variant="unstyled"
        size="md"
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={current ? `${list}-${current.id}` : undefined}
        aria-autocomplete="list"
        aria-label={prompt ?? t("typeToFind")}
        placeholder={prompt ?? t("typeToFind")}
        leftSection={<IconSearch size={18} stroke={1.5} aria-hidden />}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          setChosen("");
          setEntered(false);
        }}
        onKeyDown={onKey}
      />
      <div id={list} role="listbox" aria-label={t("found")} className={classes.list}>
        {groups
          .filter((g) => g.items.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
            <div key={group.id} role="group" aria-labelledby={`${list}-${group.id}-title`}>
              <div id={`${list}-${group.id}-title`} className={classes.title}>
                {group.title}
              </div>
              {group.items.map((choice) => (
                <div
                  key={choice.id}
                  id={`${list}-${choice.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={choice === current}
                  aria-disabled={choice.disabled || undefined}
                  className={classes.choice}
                  onMouseMove={() => choice.id !== chosen && setChosen(choice.id)}
                  onMouseDown={(e) => e.preventDefault()}
                  onClick={() => act(choice)}
                  onKeyDown={onKey}
                >
                  <span className={classes.icon} aria-hidden>
                    {choice.icon}
                  </span>
                  <span className={classes.label}>{choice.label}</span>
                  {choice.hint && <span className={classes.hint}>{choice.hint}</span>}
                  {choice.keys && (
                    <span className={classes.keys}>
                      {shown(choice.keys)
                        .split(" ")
                        .map((k) => (
                          <Kbd key={k} size="xs">
                            {k}
                          </Kbd>
                        ))}
                    </span>
                  )}
                </div>
              ))}
            </div>
          ))}
      </div>
      {all.length === 0 && (
        <Text c="dimmed" size="sm" p="md" ta="center" role="status">
          {t(going ? "looking" : "nothing")}
        </Text>
      )}
    </Modal>
  );
}
