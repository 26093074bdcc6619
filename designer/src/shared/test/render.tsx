import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, type RenderResult, render } from "@testing-library/react";
import { createInstance } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";

const files = import.meta.glob<object>("../../**/messages/en.json", { eager: true, import: "default" });

/** All English texts, by namespace. */
function texts(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(files).map(([path, t]) => [/(\w[^/]*)\/messages\//.exec(path)?.[1] ?? "shared", t]),
  );
}

/** Renders part of a screen with everything around it that it needs. */
export async function show(ui: ReactNode, address = "/"): Promise<RenderResult> {
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    lng: "en",
    ns: ["shared"],
    defaultNS: "shared",
    resources: { en: texts() as never },
    interpolation: { escapeValue: false },
  });
  const root = createRootRoute({ component: () => ui });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: [address] }),
    defaultNotFoundComponent: () => ui,
  });
  await router.load();
  return render(
    <I18nextProvider i18n={i18n}>
      <MantineProvider>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
}

/** The window is looked at again: what is shown is read anew. */
export function refocus(): void {
  act(() => void window.dispatchEvent(new Event("visibilitychange")));
}
