import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { returnFocus } from "./return-focus";

/**
 * The region in which dialogs, menus, choices and messages stand, so that nothing of a page is outside of all
 * its regions. The theme has the kit put them here.
 */
export function Layers() {
  const { t } = useTranslation("app");
  const region = useRef<HTMLElement>(null);
  useEffect(() => (region.current ? returnFocus(region.current) : undefined), []);
  return <section id="layers" ref={region} aria-label={t("layers")} />;
}
