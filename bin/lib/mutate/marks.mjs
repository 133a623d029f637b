// What one sees meanwhile: a mark for each change, as of server.rb.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const marks = {
  onMutantTested({ status }) {
    process.stderr.write(
      { Killed: "x", Timeout: "t", Ignored: "" }[status] ?? "."
    );
  },
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Reporter, "marks", marks),
];
