import { Button, Menu, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconChevronDown, IconLock, IconPencil } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { useMe } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { narrow as narrowWindow } from "@/shared/lib/narrow";
import { askLease } from "../../api/lease";
import { hourAndMinute } from "../../model/hour-and-minute";
import { TakeOverDialog } from "../later";
import { useDesk } from "./desk";
import { useChain, useChainNews } from "./use-chain";
import { useHoldActions } from "./use-hold-actions";

/** Who edits: a button to begin, a menu to end, or the name of who else does, who may be taken over from. */
export function HoldControl() {
  const { t } = useTranslation("canvas");
  const hold = useDesk((s) => s.hold);
  const refused = useDesk((s) => s.refused);
  const chain = useChain().data;
  const news = useChainNews();
  const me = useMe().data?.subject_id;
  const narrow = useMediaQuery(narrowWindow);
  const [asking, setAsking] = useState(false);
  const control = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  // The control that was used gives way to another: that one has the focus then.
  useEffect(() => {
    if (!asked.current || hold.state === "taking") return;
    asked.current = false;
    if ((document.activeElement ?? document.body) === document.body) control.current?.focus();
  }, [hold.state]);
  const { edit, done, flush } = useDesk.getState();
  const held =
    refused?.code === "chain.leased" ? (refused.data as { holder_name?: string; since?: string }) : undefined;
  // What is kept for oneself is no other window: one begins.
  const kept = chain?.lease?.handed_over && chain.lease.holder.id === me;
  const holder = chain?.lease &&
    !kept && {
      name: chain.lease.holder.id === me ? "" : chain.lease.holder.name,
      since: chain.lease.since,
    };
  const other =
    holder || (!kept && held?.since ? { name: held.holder_name ?? "", since: held.since } : undefined);
  const ask = chain?.lease?.ask;
  const waits = ask && !ask.declined;
  const request = async () => {
    if (!chain) return;
    try {
      news(chain.org_id, chain.key, await askLease(chain.org_id, chain.key));
    } catch (error) {
      notifications.show({ color: "red", message: asProblem(error).message || asProblem(error).code });
    }
  };
  const begin = async (over: boolean) => {
    asked.current = true;
    const got = await edit(over);
    if (chain) news(chain.org_id, chain.key);
    if (got) setAsking(false);
  };
  const end = async () => {
    asked.current = true;
    await done();
    if (chain) news(chain.org_id, chain.key);
  };
  const takeOver = () => setAsking(true);
  useHoldActions({
    chain,
    narrow: narrow ?? false,
    held: hold.state === "held",
    other: other || undefined,
    waits: waits ?? false,
    edit: () => void edit(),
    end: () => void end(),
    takeOver,
    ask: () => void request(),
  });

  if (hold.state === "held")
    return (
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            ref={control}
            size="compact-sm"
            variant="light"
            leftSection={<IconPencil size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {t("draft.youEdit")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("draft.since", { at: hourAndMinute(hold.since) })}</Menu.Label>
          <Menu.Item onClick={() => void flush()}>{t("draft.saveNow")}</Menu.Item>
          <Menu.Item onClick={() => void end()}>{t("draft.end")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    );
  if (narrow) return null;
  if (other)
    return (
      <>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconLock size={16} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {other.name
                ? t("draft.othersEdit", { name: other.name, at: hourAndMinute(other.since) })
                : t("draft.youElsewhere", { at: hourAndMinute(other.since) })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown maw={300}>
            <Text size="sm" c="dimmed" p="xs">
              {t("draft.watching")}
            </Text>
            {waits && (
              <Text size="sm" c="dimmed" px="xs" pb="xs">
                {ask.by.id === me
                  ? t("ask.youAsked", { name: other.name, at: hourAndMinute(ask.at) })
                  : t("ask.othersAsk", { name: ask.by.name, at: hourAndMinute(ask.at) })}
              </Text>
            )}
            {other.name && !waits && (
              <Can do="chain:edit" on={chain}>
                <Menu.Item onClick={() => void request()}>{t("ask.act")}</Menu.Item>
              </Can>
            )}
            <Can do="chain:edit" on={chain}>
              <Menu.Item onClick={takeOver}>{t("draft.takeOver")}</Menu.Item>
            </Can>
          </Menu.Dropdown>
        </Menu>
        {asking && (
          <TakeOverDialog
            opened
            close={() => setAsking(false)}
            title={other.name ? t("draft.takeOverFrom", { name: other.name }) : t("draft.takeOverHere")}
            effect={t("draft.takeOverEffect")}
            act={t("draft.takeOver")}
            perform={() => void begin(true)}
            error={refused && refused.code !== "chain.leased" ? refused : undefined}
          />
        )}
      </>
    );
  return (
    <Can do="chain:edit" on={chain}>
      <Button
        ref={control}
        size="compact-sm"
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        loading={hold.state === "taking"}
        onClick={() => void begin(false)}
      >
        {t("draft.edit")}
      </Button>
    </Can>
  );
}
