/**
 * Core's FormKit is written in JavaScript without signatures, so its types say
 * `never`. This is the part of its documented interface the plugin uses.
 */
import type { ComponentLike } from "@glint/template";
import CoreForm from "discourse/components/form";
import type { FormErrors } from "../types/core";

interface FieldSignature {
  Args: {
    name: string;
    title: string;
    type: "password" | "input" | "checkbox";
    description?: string;
    validation?: string;
    format?: "small" | "medium" | "large" | "full";
    disabled?: boolean;
  };
  Blocks: {
    default: [
      field: {
        id: string;
        Control: ComponentLike<{ Element: HTMLInputElement }>;
      },
    ];
  };
}

interface SubmitSignature {
  Args: { label: string; disabled?: boolean };
  Element: HTMLButtonElement;
}

/** The fields by name. A field that was emptied is null. */
export type FormValues = Record<string, string | boolean | null | undefined>;

/** What a form's block is given, to be passed on. */
export interface FormApi {
  Field: ComponentLike<FieldSignature>;
  Actions: ComponentLike<{ Blocks: { default: [] } }>;
  Submit: ComponentLike<SubmitSignature>;
}

export interface FormArgs {
  data: FormValues;
  onSubmit(data: FormValues): unknown;
  validate?(data: FormValues, errors: FormErrors): unknown;
}

interface FormSignature {
  Args: FormArgs;
  Element: HTMLFormElement;
  Blocks: {
    default: [form: FormApi, draft: FormValues];
  };
}

const Form = CoreForm as unknown as ComponentLike<FormSignature>;

export default Form;
