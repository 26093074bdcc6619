import {
  IconBolt,
  IconBox,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconPlayerPlay,
  IconRobot,
  IconRocket,
  IconScript,
  IconSitemap,
  IconTemplate,
  IconTimeline,
  IconToggleLeft,
  IconUsers,
} from "@tabler/icons-react";
import type { Shape } from "@/shared/api/client";
import { type PlaceId, placesShown } from "@/shared/api/places";

type Place = {
  id: PlaceId;
  address: (org: string) => string;
  icon: typeof IconHome;
  keys: string;
  /** A line stands above it. */
  divided?: boolean;
};

/** The places of the rail, in their order. */
export const places: Place[] = [
  { id: "home", address: () => "/", icon: IconHome, keys: "g h" },
  { id: "inbox", address: () => "/inbox", icon: IconInbox, keys: "g i" },
  {
    id: "chains",
    address: (org: string) => `/o/${org}/chains`,
    icon: IconSitemap,
    keys: "g c",
  },
  {
    id: "runs",
    address: (org: string) => `/o/${org}/runs`,
    icon: IconPlayerPlay,
    keys: "g r",
  },
  {
    id: "releases",
    address: (org: string) => `/o/${org}/releases`,
    icon: IconRocket,
    keys: "g l",
  },
  {
    id: "triggers",
    address: (org: string) => `/o/${org}/triggers`,
    icon: IconBolt,
    keys: "g t",
  },
  {
    id: "templates",
    address: (org: string) => `/o/${org}/templates`,
    icon: IconTemplate,
    keys: "g p",
  },
  {
    id: "scripts",
    divided: true,
    address: (org: string) => `/o/${org}/scripts`,
    icon: IconScript,
    keys: "g s",
  },
  {
    id: "environments",
    address: (org: string) => `/o/${org}/environments`,
    icon: IconBox,
    keys: "g e",
  },
  {
    id: "engines",
    address: (org: string) => `/o/${org}/engines`,
    icon: IconRobot,
    keys: "g n",
  },
  {
    id: "switches",
    address: (org: string) => `/o/${org}/switches`,
    icon: IconToggleLeft,
    keys: "g w",
  },
  {
    id: "secrets",
    address: (org: string) => `/o/${org}/secrets`,
    icon: IconKey,
    keys: "g k",
  },
  {
    id: "members",
    divided: true,
    address: (org: string) => `/o/${org}/members`,
    icon: IconUsers,
    keys: "g m",
  },
  {
    id: "audit",
    address: (org: string) => `/o/${org}/audit`,
    icon: IconHistory,
    keys: "g a",
  },
  { id: "system", address: () => "/system", icon: IconTimeline, keys: "g y" },
];

/** The places that somebody may go to, by what the server lists for the org. */
export function placesFor(org: Pick<Shape<"OrgBody">, "can"> | undefined): Place[] {
  const shown = placesShown(org?.can ?? []);
  return places.filter((p) => shown.includes(p.id));
}
