import { useState } from "react";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import { type Choices, Palette } from "@/shared/actions/palette";
import type { ChainNode } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import type { Kind } from "@/shared/chain/kinds";
import { KindIcon } from "@/shared/flow/kind-icon";
import { words } from "@/shared/i18n/i18n";
import { remember, remembered } from "@/shared/lib/storage";
import { addOf, addTemplate } from "../actions/add";
import { nameOf } from "../actions/bench";
import { replaceBy } from "../actions/change";
import { type Door, fits } from "../model/insert";
import { canBecome } from "../model/replace";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import { useTemplateChoices } from "./use-template-choices";
import { useWorkChoices } from "./use-work-choices";

const recent = "palette.recent";
const recentMost = 3;

/** The text in which a kind is looked for: both names, its name in documents, and its keywords, pinyin included. */
function textOf(kind: Kind): string {
  return [kind.title.en, kind.title.zh, kind.name, ...kind.keywords].join(" ");
}

/** Chooses the kind of a new node, for which five doors lead here, or another kind for one that is there. */
export function NodePalette({ onClose }: { onClose: () => void }) {
  const door = useWorkspace((s) => s.door);
  const replacing = useWorkspace((s) => s.replacing);
  if (door) return <AddPalette key={JSON.stringify(door)} door={door} onClose={onClose} />;
  return replacing !== undefined && <ReplacePalette key={replacing} id={replacing} onClose={onClose} />;
}

function AddPalette({ door, onClose }: { door: Door; onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const { set } = useWorkspace.getState();
  const kinds = useEditor((s) => s.kinds);
  const [typed, setTyped] = useState("");
  const work = kinds.get("work");
  const all = [...kinds.values()].filter((k) => fits(k, door));
  const found = best(all, textOf, typed);
  const lately = remembered<string[]>(recent, []);
  const first = typed.trim() === "" ? found.filter((k) => lately.includes(k.name)) : [];
  const add = (kind: Kind, more?: Partial<ChainNode>) => {
    remember(recent, [kind.name, ...lately.filter((n) => n !== kind.name)].slice(0, recentMost));
    addOf(kind, door, t, more);
  };
  // What a work node does can be looked for by itself, without choosing the kind before.
  const within = useWorkChoices(work && fits(work, door) ? typed : "", (more) => work && add(work, more));
  const templates = useTemplateChoices(typed, (name, chain) => addTemplate(name, chain, door, t));
  const choice = (kind: Kind) => ({ ...shown(kind), perform: () => add(kind) });
  const where =
    "after" in door
      ? t("palette.after", { node: nameOf(door.after) })
      : "on" in door
        ? t("palette.on")
        : t("palette.kinds");
  const groups: Choices[] = [
    { id: "recent", title: t("palette.recent"), items: first.map(choice) },
    { id: "kinds", title: where, items: found.filter((k) => !first.includes(k)).map(choice) },
    { id: "scripts", title: t("palette.scripts"), items: within.scripts },
    { id: "positions", title: t("palette.positions"), items: within.positions },
    { id: "templates", title: t("palette.templates"), items: templates },
  ];
  return (
    <Palette
      typed={typed}
      setTyped={setTyped}
      prompt={t("palette.prompt")}
      groups={groups}
      close={() => {
        set({ door: undefined });
        onClose();
      }}
    />
  );
}

function ReplacePalette({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const { set } = useWorkspace.getState();
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  const [typed, setTyped] = useState("");
  const now = findNode(document, id)?.kind;
  const all = [...kinds.values()].filter((k) => k.name !== now && canBecome(document, id, k));
  const items = best(all, textOf, typed).map((kind) => ({
    ...shown(kind),
    perform: () => replaceBy(id, kind, t),
  }));
  return (
    <Palette
      typed={typed}
      setTyped={setTyped}
      prompt={t("palette.promptReplace")}
      groups={[{ id: "kinds", title: t("palette.replace", { node: nameOf(id) }), items }]}
      close={() => {
        set({ replacing: undefined });
        onClose();
      }}
    />
  );
}

function shown(kind: Kind) {
  return {
    id: kind.name,
    label: words(kind.title),
    icon: <KindIcon name={kind.icon} size={18} />,
    hint: words(kind.summary),
  };
}
