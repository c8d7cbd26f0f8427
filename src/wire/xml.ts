import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';

/** An element of a message. Names are local ones: in WS-Management no two namespaces share a name that matters. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

/** Reads a document; undefined where it is none. Entities and document types are not followed. */
export function readXml(text: string): Element | undefined {
  try {
    const { root } = parseXml(text);
    return root === null ? undefined : elementOf(root);
  } catch {
    return undefined;
  }
}

/** Every element of this name below `root`, in the order of the document. */
export function findAll(root: Element, name: string): readonly Element[] {
  return root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);
}

/** The first of them. */
export function findFirst(root: Element, name: string): Element | undefined {
  return findAll(root, name)[0];
}

/** Text between tags, or between double quotes of an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A bare one would be read as a line feed.
  '\r': '&#xD;',
};

function elementOf(node: XmlElement): Element {
  const elements = node.children.filter((child): child is XmlElement => child instanceof XmlElement);
  const texts = node.children.filter((child): child is XmlText => child instanceof XmlText);
  return {
    name: local(node.name),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => [local(name), value]),
    ),
    text: texts.map(({ text }) => text).join(''),
    children: elements.map(elementOf),
  };
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
