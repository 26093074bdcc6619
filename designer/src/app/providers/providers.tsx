import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { lazily } from "@/shared/kit/lazily";
import { theme, variables } from "../theme/theme";
import { Layers } from "./layers";

const Notifications = lazily(() => import("@mantine/notifications").then((m) => m.Notifications));

/** The nonce that this page's style tags may carry. */
export function nonce(): string {
  return document.querySelector<HTMLElement>("[nonce]")?.nonce ?? "";
}

function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refused it will refuse again; what did not reach it may be tried.
        retry: (tries, error) => {
          const { status, code } = asProblem(error);
          return tries < 2 && (status === 0 || (status === 503 && code !== "setup.needed"));
        },
      },
    },
  });
}

/** What every screen stands on: look, server data, messages. */
export function Providers({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [queries] = useState(newQueries);
  const [closing, revealing] = [t("close"), t("reveal")];
  const named = useMemo(() => {
    const close = { defaultProps: { closeButtonProps: { "aria-label": closing } } };
    const reveal = {
      visibilityToggleFocusable: true,
      visibilityToggleButtonProps: { "aria-label": revealing },
    };
    const components = { Modal: close, Drawer: close, PasswordInput: { defaultProps: reveal } };
    return mergeThemeOverrides(theme, { components });
  }, [closing, revealing]);
  return (
    <MantineProvider
      theme={named}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
      cssVariablesResolver={variables}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={3} />
        {children}
        <Layers />
      </QueryClientProvider>
    </MantineProvider>
  );
}
