import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./theme/tokens.css";
import "./theme/base.css";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { listen } from "@/shared/actions/hotkeys";
import { surroundings } from "@/shared/api/client";
import { sessionOver } from "@/shared/api/session";
import { startI18n } from "@/shared/i18n/i18n";
import { overtakenByDialog } from "@/shared/kit/overtaken";
import { stepUpByDialog } from "@/shared/kit/step-up";
import { catalogue } from "./messages";
import { nonce, Providers } from "./providers/providers";
import { router } from "./router";

surroundings.language = () => i18next.language;
surroundings.signedOut = () => sessionOver.getState().set(true);
stepUpByDialog();
overtakenByDialog();

async function start() {
  setNonce(nonce()); // for the style that keeps the page still under a dialog
  await startI18n(catalogue);
  listen();
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no root");
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

void start();
