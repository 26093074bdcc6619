import { ActionIcon, Button, Group, Paper, Progress, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconFile, IconUpload, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { bytes } from "@/shared/lib/format";
import { useForm, type WidgetProps } from "../context";
import { Said } from "../fields/frame";
import { useFiles, usualSize } from "../files";
import { at, isFields } from "../pointer";

/** A file on its way. */
type Sending = { key: string; name: string; size: number; sent: number; stop: () => void };

/** Takes a file, or several where the schema is a list: chosen or dropped. The value is what their ids are. */
export function FileWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { store } = useForm();
  const files = useFiles();
  const several = p.schema.type === "array";
  const one = several && isFields(p.schema.items) ? p.schema.items : p.schema;
  const limit = typeof one["x-max-bytes"] === "number" ? one["x-max-bytes"] : usualSize;
  const accept = Array.isArray(one["x-accept"]) ? one["x-accept"].map(String) : [];
  const most =
    several && typeof p.schema.maxItems === "number" ? p.schema.maxItems : Number.POSITIVE_INFINITY;

  const [sending, setSending] = useState<Sending[]>([]);
  const [wrong, setWrong] = useState<string[]>([]);
  const [told, setTold] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const leaving = useRef(new Set<AbortController>());
  const here = useRef(false);
  useEffect(() => {
    const going = leaving.current;
    here.current = true;
    return () => {
      here.current = false;
      for (const stop of going) stop.abort();
    };
  }, []);

  /** The ids as they are now: several files may arrive between two renders. */
  const now = () => idsOf(at(store.getState().value, p.pointer));
  const change = (ids: string[]) => p.onChange(several && ids.length > 0 ? ids : ids[0]);

  const send = async (file: File) => {
    const key = crypto.randomUUID();
    const stop = new AbortController();
    leaving.current.add(stop);
    setSending((all) => [
      ...all,
      { key, name: file.name, size: file.size, sent: 0, stop: () => stop.abort() },
    ]);
    const sent = (n: number) =>
      setSending((all) => all.map((s) => (s.key === key ? { ...s, sent: Math.min(n, s.size) } : s)));
    try {
      const id = await files.give(several ? `${p.pointer}/0` : p.pointer, file, sent, stop.signal);
      const before = now();
      change(several ? [...before, id] : [id]);
      if (!several) for (const old of before) files.remove(old);
      setTold(t("file.given", { name: file.name }));
    } catch (error) {
      if (!stop.signal.aborted) setWrong((all) => [...all, `${file.name}: ${asProblem(error).message}`]);
    } finally {
      leaving.current.delete(stop);
      setSending((all) => all.filter((s) => s.key !== key));
    }
  };
  // One after the other: the line is not faster for many at once.
  const take = async (chosen: File[]) => {
    setWrong([]);
    for (const file of several ? chosen : chosen.slice(0, 1)) {
      const refusal =
        file.size === 0
          ? t("file.empty", { name: file.name })
          : file.size > limit
            ? t("file.large", { name: file.name, size: bytes(limit) })
            : several && now().length >= most
              ? t("file.many", { name: file.name, most })
              : undefined;
      if (refusal) setWrong((all) => [...all, refusal]);
      else if (here.current) await send(file);
    }
    p.onBlur();
  };
  const remove = (id: string, name: string) => {
    change(now().filter((other) => other !== id));
    files.remove(id);
    setTold(t("file.removed", { name }));
    document.getElementById(p.id)?.focus();
  };

  const ids = idsOf(p.value);
  const hint = [accept.join(", "), t("file.upTo", { size: bytes(limit) })].filter(Boolean).join(" · ");
  return (
    <Stack gap={4}>
      {ids.length + sending.length > 0 && (
        <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: "none" }} aria-label={p.label}>
          {ids.map((id) => {
            const file = files.given.find((f) => f.id === id);
            const name = file?.name ?? t("file.gone");
            return (
              <Row key={id} name={name} size={file?.size}>
                {!p.readOnly && <Remove label={t("remove", { name })} act={() => remove(id, name)} />}
              </Row>
            );
          })}
          {sending.map((s) => (
            <Row key={s.key} name={s.name} size={s.size} share={(100 * s.sent) / s.size}>
              <Remove label={t("file.stop", { name: s.name })} act={s.stop} />
            </Row>
          ))}
        </Stack>
      )}
      {!p.readOnly && (
        <Paper
          withBorder
          p="xs"
          bg={over ? "var(--c-accent-soft)" : "transparent"}
          style={{ borderStyle: "dashed" }}
          onDragOver={(e) => {
            e.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(e) => {
            e.preventDefault();
            setOver(false);
            void take([...e.dataTransfer.files]);
          }}
        >
          <Group gap="xs">
            <Button
              id={p.id}
              size="xs"
              variant="default"
              leftSection={<IconUpload size={14} aria-hidden />}
              aria-label={`${p.label}: ${t(several ? "file.chooseMany" : "file.choose")}`}
              aria-describedby={[p.describedBy, `${p.id}-hint`, wrong.length > 0 && `${p.id}-file-error`]
                .filter(Boolean)
                .join(" ")}
              onClick={() => input.current?.click()}
            >
              {t(several ? "file.chooseMany" : "file.choose")}
            </Button>
            <Text id={`${p.id}-hint`} size="xs" c="dimmed" flex="1 1 10em">
              {hint}
              <Text span inherit visibleFrom="sm">
                {` · ${t("file.drop")}`}
              </Text>
            </Text>
          </Group>
          <input
            ref={input}
            type="file"
            hidden
            multiple={several}
            accept={accept.join(",")}
            onChange={(e) => {
              const chosen = [...(e.currentTarget.files ?? [])];
              e.currentTarget.value = ""; // the same file can be chosen again
              void take(chosen);
            }}
          />
        </Paper>
      )}
      <div>
        <div role="alert">
          <Said id={`${p.id}-file`} error={wrong.join(" ")} warning="" />
        </div>
        <VisuallyHidden role="status">{told}</VisuallyHidden>
      </div>
    </Stack>
  );
}

function idsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((id) => typeof id === "string");
}

type RowProps = {
  name: string;
  size: number | undefined;
  /** How much of it has been sent, in percent. */
  share?: number;
  children: React.ReactNode;
};

function Row({ name, size, share, children }: RowProps) {
  const { t } = useTranslation("schema-form");
  return (
    <Paper component="li" withBorder px="xs" py={4}>
      <Group wrap="nowrap" gap="xs" mih={24}>
        <IconFile size={16} aria-hidden style={{ flex: "none" }} />
        <Text size="sm" flex={1} miw={0} truncate title={name}>
          {name}
        </Text>
        {size !== undefined && (
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {bytes(size)}
          </Text>
        )}
        {children}
      </Group>
      {share !== undefined && <Progress value={share} size="xs" aria-label={t("file.sending", { name })} />}
    </Paper>
  );
}

function Remove({ label, act }: { label: string; act: () => void }) {
  return (
    <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} onClick={act}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  );
}
