import path from "node:path";

/**
 * app → features → shared, and no feature imports another: what two features need belongs in shared/,
 * what joins them belongs in app/.
 */
function place(file, root) {
  const [layer, name] = path.relative(root, file).split(path.sep);
  return { layer, name };
}

function reason(from, to) {
  if (from.layer === "shared" && to.layer !== "shared") return `shared/ must not import from ${to.layer}/.`;
  if (from.layer === "features" && to.layer === "app") return "A feature must not import from app/.";
  if (from.layer === "features" && to.layer === "features" && from.name !== to.name)
    return `The feature "${from.name}" must not import from the feature "${to.name}".`;
  return null;
}

export default {
  meta: { type: "problem", schema: [] },
  create(context) {
    const root = path.join(context.cwd, "src");
    const from = place(context.filename, root);
    function check(node) {
      const source = node.source?.value;
      if (typeof source !== "string") return;
      const target = source.startsWith("@/")
        ? path.join(root, source.slice(2))
        : source.startsWith(".")
          ? path.resolve(path.dirname(context.filename), source)
          : null;
      const message = target && reason(from, place(target, root));
      if (message) context.report({ node: node.source, message });
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
