import { useEffect, useState } from "react";

const pause = 5 * 60_000;

/** The address of the script that a page starts with. */
export function entryOf(page: ParentNode): string {
  return page.querySelector("script[type=module][src]")?.getAttribute("src") ?? "";
}

/** Whether the server serves another build by now. Asked every five minutes while the page is seen. */
export function useNewBuild(): boolean {
  const [newer, setNewer] = useState(false);
  useEffect(() => {
    if (newer) return;
    const here = entryOf(document);
    let asked = Date.now();
    const ask = async () => {
      if (document.hidden || Date.now() - asked < pause) return;
      asked = Date.now();
      const answer = await fetch("/").catch(() => undefined);
      if (!answer?.ok) return;
      const there = entryOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (there && there !== here) setNewer(true);
    };
    const timer = setInterval(ask, pause / 5);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [newer]);
  return newer;
}
