import { Button, Group, Text } from "@mantine/core";
import { type ComponentType, type ReactNode, useEffect, useReducer, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./lazily.module.css";

/**
 * What can be done about a part that is missing. Some browsers never ask again for what they once failed to
 * load: when trying again has failed as well, only a reload helps.
 */
export type Retry = { act: () => void; reload: boolean };

type States<P> = {
  /** What stands in its place until it has come; of the same size, so that nothing jumps. */
  waiting?: (props: P) => ReactNode;
  /** What stands in its place when it could not be loaded. */
  failed?: (props: P, retry: Retry) => ReactNode;
};

/** A component that comes in a chunk of its own, when it is first shown. */
export type Lazy<P> = ((props: P) => ReactNode) & {
  /** Loads it before it is shown. What fails then is tried again when it is. */
  preload: () => void;
};

/**
 * Makes a component of one that is loaded when it is first shown. If it cannot be loaded, only its own
 * place says so, with a way to try again; the rest of the page lives on. Once loaded it is shown at once.
 */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { waiting = () => null, failed = (_, retry) => <Missing retry={retry} /> }: States<P> = {},
): Lazy<P> {
  let View: ComponentType<P> | undefined;
  let coming: Promise<unknown> | undefined;
  const bring = () => {
    coming ??= load().then(
      (view) => {
        View = view;
      },
      (error: unknown) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  function Part(props: P) {
    const [, look] = useReducer((n: number) => n + 1, 0);
    const [missing, setMissing] = useState(false);
    const [failures, setFailures] = useState(0);
    useEffect(() => {
      if (View || missing) return;
      let here = true;
      bring().then(
        () => here && look(),
        () => {
          if (!here) return;
          setMissing(true);
          setFailures((n) => n + 1);
        },
      );
      return () => {
        here = false;
      };
    }, [missing]);
    if (View) return <View {...props} />;
    if (!missing) return waiting(props);
    const reload = failures > 1;
    return failed(props, { reload, act: reload ? () => location.reload() : () => setMissing(false) });
  }
  return Object.assign(Part, { preload: () => void bring().catch(() => {}) });
}

/** In the place of the part itself. */
function Missing({ retry }: { retry: Retry }) {
  return (
    <div className={classes.place}>
      <PartMissing retry={retry} />
    </div>
  );
}

/** The same for a dialog: if it cannot be loaded, a note at the bottom says so. */
export function lazyDialog<P extends { close: () => void }>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  return lazily(load, {
    failed: ({ close }, retry) => (
      <div className={classes.note}>
        <PartMissing retry={retry} close={close} />
      </div>
    ),
  });
}

type Said = {
  retry: Retry;
  close?: () => void;
  /** What to say of it. */
  children?: string;
};

/** Says that a part of the page could not be loaded. */
export function PartMissing({ retry, close, children }: Said) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" role="alert">
      <Text size="sm">{children ?? t("part.missing")}</Text>
      <Button size="compact-sm" variant="light" onClick={retry.act}>
        {t(retry.reload ? "part.reload" : "retry")}
      </Button>
      {close && (
        <Button size="compact-sm" variant="default" onClick={close}>
          {t("close")}
        </Button>
      )}
    </Group>
  );
}
