import {
  IconAntenna,
  IconArrowsSplit2,
  IconBell,
  IconBolt,
  IconBox,
  IconCheckbox,
  IconCircleX,
  IconClock,
  IconCode,
  IconDatabase,
  IconFileText,
  IconForms,
  IconHandStop,
  IconHourglass,
  IconMail,
  IconMessage,
  IconPuzzle,
  IconRepeat,
  IconRocket,
  IconRubberStamp,
  IconServer,
  IconSitemap,
  IconTerminal2,
  IconToggleLeft,
  IconUserCheck,
  IconWorldWww,
} from "@tabler/icons-react";

/** The icons that kinds may name. One that is not here is shown as a piece of a puzzle. */
const icons: Record<string, typeof IconBox> = {
  antenna: IconAntenna,
  "arrows-split-2": IconArrowsSplit2,
  bell: IconBell,
  bolt: IconBolt,
  box: IconBox,
  checkbox: IconCheckbox,
  "circle-x": IconCircleX,
  clock: IconClock,
  code: IconCode,
  database: IconDatabase,
  "file-text": IconFileText,
  forms: IconForms,
  "hand-stop": IconHandStop,
  hourglass: IconHourglass,
  mail: IconMail,
  message: IconMessage,
  repeat: IconRepeat,
  rocket: IconRocket,
  "rubber-stamp": IconRubberStamp,
  server: IconServer,
  sitemap: IconSitemap,
  terminal: IconTerminal2,
  "terminal-2": IconTerminal2,
  "toggle-left": IconToggleLeft,
  "user-check": IconUserCheck,
  "world-www": IconWorldWww,
};

/** The icon of a kind, by the name that its manifest gives. */
export function KindIcon({ name, size = 20 }: { name: string | undefined; size?: number }) {
  const Icon = icons[name ?? ""] ?? IconPuzzle;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
