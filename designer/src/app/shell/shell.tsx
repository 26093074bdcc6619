import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCurrentOrg } from "@/shared/api/current-org";
import { asProblem } from "@/shared/api/problems";
import { sessionOver, useMe, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { lazily, lazyDialog } from "@/shared/kit/lazily";
import { Overtaken } from "@/shared/kit/overtaken";
import { StepUp } from "@/shared/kit/step-up";
import { useLiveCounts } from "@/shared/todos/use-live-counts";
import { Footer } from "./footer";
import { Header } from "./header";
import { Rail } from "./rail";
import classes from "./shell.module.css";
import { Starting } from "./starting";
import { useShellActions } from "./use-shell-actions";

const MenuDrawer = lazyDialog(() => import("./menu-drawer").then((m) => m.MenuDrawer));
const SearchDialog = lazyDialog(() => import("./search-dialog").then((m) => m.SearchDialog));
const KeysDialog = lazyDialog(() => import("./keys-dialog").then((m) => m.KeysDialog));
const SessionDialog = lazily(() => import("./session-dialog").then((m) => m.SessionDialog));

/** The frame of all screens behind the sign-in. Without somebody signed in it shows nothing. */
export function Shell() {
  const me = useMe();
  if (me.data) return <Frame />;
  return <Starting error={me.error} retry={() => me.refetch()} />;
}

type Layer = "search" | "keys" | undefined;

function Frame() {
  const { t } = useTranslation("app");
  const org = useCurrentOrg();
  const seen = useOrg(org);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const over = sessionOver((s) => s.over);
  useLiveCounts();
  const [layer, setLayer] = useState<Layer>();
  const [folded, setFolded] = useLocalStorage({ key: "catenary.rail", defaultValue: false });
  const [menu, { open: openMenu, close: closeMenu }] = useDisclosure(false);
  useShellActions({
    org,
    search: () => setLayer("search"),
    keys: () => setLayer("keys"),
    fold: () => setFolded(!folded),
  });
  const close = () => setLayer(undefined);
  // Only an org that was never there to be seen takes the place of a screen: what is open stays open, whatever
  // is refused later, so that nothing of it is lost when the session is over.
  const absent = !seen.data && seen.error && [403, 404].includes(asProblem(seen.error).status);
  return (
    <div className={classes.shell} data-folded={folded || undefined}>
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      <Header org={org} menu={openMenu} search={() => setLayer("search")} keys={() => setLayer("keys")} />
      <div className={classes.side}>
        <Rail org={org} path={path} folded={folded} fold={() => setFolded(!folded)} />
      </div>
      <main id="main" className={classes.main} tabIndex={-1}>
        {absent && path.startsWith("/o/") ? (
          <ErrorState error={seen.error} retry={() => seen.refetch()} />
        ) : (
          <Outlet />
        )}
      </main>
      <Footer />
      {menu && <MenuDrawer org={org} path={path} close={closeMenu} />}
      {layer === "search" && <SearchDialog org={org} close={close} />}
      {layer === "keys" && <KeysDialog close={close} />}
      {over && <SessionDialog />}
      <StepUp />
      <Overtaken />
    </div>
  );
}
