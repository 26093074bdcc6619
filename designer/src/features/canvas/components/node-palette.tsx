import { useState } from "react";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import { type Choices, Palette } from "@/shared/actions/palette";
import type { Kind } from "@/shared/chain/kinds";
import { KindIcon } from "@/shared/flow/kind-icon";
import { words } from "@/shared/i18n/i18n";
import { remember, remembered } from "@/shared/lib/storage";
import { addOf } from "../actions/add";
import { nameOf } from "../actions/bench";
import { fits } from "../model/insert";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";

const recent = "palette.recent";
const recentMost = 3;

/** The text in which a kind is looked for: both names, its name in documents, and its keywords, pinyin included. */
function textOf(kind: Kind): string {
  return [kind.title.en, kind.title.zh, kind.name, ...kind.keywords].join(" ");
}

/** Chooses the kind of a new node. Five doors lead here; only what fits the one is shown. */
export function NodePalette({ onClose }: { onClose: () => void }) {
  const door = useWorkspace((s) => s.door);
  return door && <OpenPalette key={JSON.stringify(door)} onClose={onClose} />;
}

function OpenPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const door = useWorkspace((s) => s.door) ?? {};
  const { set } = useWorkspace.getState();
  const kinds = useEditor((s) => s.kinds);
  const [typed, setTyped] = useState("");
  const all = [...kinds.values()].filter((k) => fits(k, door));
  const found = best(all, textOf, typed);
  const lately = remembered<string[]>(recent, []);
  const first = typed.trim() === "" ? found.filter((k) => lately.includes(k.name)) : [];
  const choice = (kind: Kind) => ({
    id: kind.name,
    label: words(kind.title),
    icon: <KindIcon name={kind.icon} size={18} />,
    hint: words(kind.summary),
    perform: () => {
      remember(recent, [kind.name, ...lately.filter((n) => n !== kind.name)].slice(0, recentMost));
      addOf(kind, door, t);
    },
  });
  const where =
    "after" in door
      ? t("palette.after", { node: nameOf(door.after) })
      : "on" in door
        ? t("palette.on")
        : t("palette.kinds");
  const groups: Choices[] = [
    { id: "recent", title: t("palette.recent"), items: first.map(choice) },
    { id: "kinds", title: where, items: found.filter((k) => !first.includes(k)).map(choice) },
  ];
  return (
    <Palette
      label={t("action.add")}
      typed={typed}
      setTyped={setTyped}
      groups={groups}
      close={() => {
        set({ door: undefined });
        onClose();
      }}
    />
  );
}
