/**
 * Core's card of the administrators' area is written in JavaScript without a
 * signature, so its type knows no blocks. This is what the plugin uses of it.
 */
import type { ComponentLike } from "@glint/template";
import AdminConfigAreaCard from "discourse/admin/components/admin-config-area-card";

interface Signature {
  Args: {
    /** key of a text */
    heading: string;
  };
  Blocks: { content: [] };
}

export default AdminConfigAreaCard as unknown as ComponentLike<Signature>;
