// TypeScript compares the parameters of methods in both directions, so a narrowed one would go unseen.
// Those of properties that are functions it compares strictly.
import ts from "typescript-5";

const { factory } = ts;

/**
 * @param {ts.SourceFile} file
 * @returns {string} the same declarations, with properties in the place of methods
 */
export function withStrictMethods(file) {
  /** @type {ts.TransformerFactory<ts.SourceFile>} */
  const transformer = (context) => {
    /** @param {ts.Node} node @returns {ts.Node} */
    const visit = (node) => {
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isInterfaceDeclaration(visited))
        return factory.updateInterfaceDeclaration(
          visited,
          visited.modifiers,
          visited.name,
          visited.typeParameters,
          visited.heritageClauses,
          strict(visited.members),
        );
      if (ts.isTypeLiteralNode(visited))
        return factory.updateTypeLiteralNode(
          visited,
          factory.createNodeArray(strict(visited.members)),
        );
      if (ts.isClassDeclaration(visited))
        return factory.updateClassDeclaration(
          visited,
          visited.modifiers,
          visited.name,
          visited.typeParameters,
          visited.heritageClauses,
          strict(visited.members),
        );
      return visited;
    };
    return (root) => ts.visitEachChild(root, visit, context);
  };
  const { transformed } = ts.transform(file, [transformer]);
  return ts
    .createPrinter()
    .printFile(/** @type {ts.SourceFile} */ (transformed[0]));
}

/**
 * @template {ts.TypeElement | ts.ClassElement} Member
 * @param {readonly Member[]} members
 * @returns {Member[]}
 */
function strict(members) {
  /** @type {Map<string, (ts.MethodSignature | ts.MethodDeclaration)[]>} */
  const methods = new Map();
  const others = members.filter((member) => {
    if (!ts.isMethodSignature(member) && !ts.isMethodDeclaration(member))
      return true;
    const name = nameOf(member);
    methods.set(name, [...(methods.get(name) ?? []), member]);
    return false;
  });
  const properties = [...methods.values()].map(asProperty);
  return [
    ...others,
    .../** @type {Member[]} */ (/** @type {unknown} */ (properties)),
  ];
}

/** @param {ts.MethodSignature | ts.MethodDeclaration} method */
const nameOf = ({ name }) =>
  ts.isComputedPropertyName(name)
    ? name.expression.getText()
    : /** @type {ts.Identifier} */ (name).text;

/** @param {(ts.MethodSignature | ts.MethodDeclaration)[]} overloads */
function asProperty(overloads) {
  const [first] = /** @type {[typeof overloads[number]]} */ (overloads);
  const types = overloads.map(({ typeParameters, parameters, type }) =>
    factory.createParenthesizedType(
      factory.createFunctionTypeNode(
        typeParameters,
        parameters,
        type ?? factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword),
      ),
    ),
  );
  const type = factory.createIntersectionTypeNode(types);
  return ts.isMethodSignature(first)
    ? factory.createPropertySignature(
        first.modifiers,
        first.name,
        first.questionToken,
        type,
      )
    : factory.createPropertyDeclaration(
        first.modifiers,
        first.name,
        first.questionToken,
        type,
        undefined,
      );
}
