import { type ComponentType, createContext, useContext } from "react";
import { useStore } from "zustand";
import type { JsonSchema } from "@/shared/chain/document";
import type { Known } from "./expressions";
import { at } from "./pointer";
import type { FormProblem, FormStore } from "./store";

/** What a widget is given: one value, and how it is named and described. */
export type WidgetProps = {
  /** Of the control; the label points at it. */
  id: string;
  pointer: string;
  schema: JsonSchema;
  value: unknown;
  /** undefined removes the value. */
  onChange: (value: unknown) => void;
  /** Call it when the control is left. */
  onBlur: () => void;
  label: string;
  /** Ids of the description and the error. */
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
  readOnly: boolean;
  placeholder: string | undefined;
  /** It is one of many in a list: there is no room for more than the control. */
  compact: boolean;
  /** What the server found in this value; pointers begin at the value. */
  problems: FormProblem[];
};

export type Widget = ComponentType<WidgetProps>;
export type Widgets = { [name: string]: Widget };

/** What all fields of one form share; it changes only when the form gets another schema. */
export type Form = {
  store: FormStore;
  root: JsonSchema;
  widgets: Widgets;
  language: string;
  /** Whose things can be chosen; empty where nothing is. */
  org: string;
  readOnly: boolean;
  /** Names for expressions; undefined where there are none. A function, so that new names draw nothing. */
  known: (() => Known) | undefined;
  /** Any value may be an expression, not only those that the schema marks. */
  everywhere: boolean;
  /** What the folded fields are called; "More" if left out. */
  moreLabel: string | undefined;
  /** Before the ids of this form's controls. */
  id: string;
};

export const FormContext = createContext<Form | undefined>(undefined);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("a field stands outside of a form");
  return form;
}

/** What stands at a pointer of the form; draws again only when that changes. */
export function useValueAt(pointer: string): unknown {
  return useStore(useForm().store, (s) => at(s.value, pointer));
}
