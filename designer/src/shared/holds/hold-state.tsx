import { useTranslation } from "react-i18next";
import { StateBadge } from "@/shared/kit/state-badge";
import type { Hold } from "./api";

const looks = { open: "succeeded", held: "paused", releasing: "running" } as const;

/** How the starts of a chain stand: they begin at once, are kept, or what was kept is released. */
export function HoldState({ state }: { state: Hold["state"] }) {
  const { t } = useTranslation("holds");
  return <StateBadge state={looks[state]} word={t(`state.${state}`)} />;
}
