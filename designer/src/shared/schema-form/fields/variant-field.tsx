import { NativeSelect } from "@mantine/core";
import { useStore } from "zustand";
import { useForm } from "../context";
import classes from "../form.module.css";
import { branchOf } from "../owner";
import { at, isFields } from "../pointer";
import { branchesOf, constant, descriptionOf, discriminator, initial, propertiesOf, titleOf } from "../sort";
import { described } from "../widgets/described";
import type { SortedProps } from "./field";
import { describedBy, Frame } from "./frame";
import { Properties } from "./object-field";
import { useFieldProblems } from "./use-field-problems";

/** One of several alternatives, told apart by a constant. Fields that both have are kept when it changes. */
export function VariantField(props: SortedProps) {
  const { schema, pointer, name, required, aside, hiddenLabel } = props;
  const { store, root, language, readOnly, id: form } = useForm();
  const branches = branchesOf(root, schema);
  const key = discriminator(root, schema) ?? "";
  const there = useStore(store, (s) => isFields(at(s.value, pointer)));
  const chosen = useStore(store, (s) => branchOf(root, schema, at(s.value, pointer)));
  const { error, warning } = useFieldProblems(pointer);
  const id = `${form}${pointer}`;
  const label = hiddenLabel ?? titleOf(schema, language, name);
  const description = descriptionOf(schema, language);

  const choose = (text: string) => {
    if (text === "") return store.change(pointer, undefined);
    const branch = branches[Number(text)];
    const old = at(store.getState().value, pointer);
    const kept = isFields(old)
      ? Object.entries(old).filter(([k]) => propertiesOf(branch ?? {}).some(([p]) => p === k))
      : [];
    const fresh = initial(root, branch ?? {});
    store.change(pointer, {
      ...Object.fromEntries(kept),
      ...(isFields(fresh) ? only(fresh, kept, key) : {}),
    });
  };
  const titled = (b: (typeof branches)[number]) => titleOf(b, language, String(constant(root, b, key) ?? ""));

  return (
    <div className={classes.fields}>
      <Frame
        id={id}
        label={label}
        unlabelled={hiddenLabel !== undefined}
        required={required}
        aside={aside}
        description={description}
        error={error}
        warning={warning}
      >
        <NativeSelect
          id={id}
          value={there ? String(chosen) : ""}
          disabled={readOnly}
          aria-label={hiddenLabel}
          inputContainer={described(describedBy(id, { description, error, warning }))}
          data={[
            ...(there && required ? [] : [{ value: "", label: "–" }]),
            ...branches.map((b, i) => ({ value: String(i), label: titled(b) })),
          ]}
          onChange={(e) => choose(e.currentTarget.value)}
        />
      </Frame>
      {there && (
        <fieldset className={classes.group} aria-label={label}>
          <div className={classes.fields}>
            <Properties schema={branches[chosen] ?? {}} pointer={pointer} without={key} />
          </div>
        </fieldset>
      )}
    </div>
  );
}

/** What a fresh alternative needs and the old one does not give; the constant always. */
function only(fresh: Record<string, unknown>, kept: [string, unknown][], key: string) {
  return Object.fromEntries(
    Object.entries(fresh).filter(([k]) => k === key || !kept.some(([old]) => old === k)),
  );
}
