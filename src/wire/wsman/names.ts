/** Namespaces of WS-Management as Windows speaks it. */
export const namespaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  wsman: 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd',
  microsoft: 'http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd',
  shell: 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell',
  transfer: 'http://schemas.xmlsoap.org/ws/2004/09/transfer',
  fault: 'http://schemas.microsoft.com/wbem/wsman/1/wsmanfault',
} as const;

/** What is asked for, by our name for it. */
export const actions = {
  create: `${namespaces.transfer}/Create`,
  delete: `${namespaces.transfer}/Delete`,
  command: `${namespaces.shell}/Command`,
  send: `${namespaces.shell}/Send`,
  receive: `${namespaces.shell}/Receive`,
  signal: `${namespaces.shell}/Signal`,
} as const;

export const commandShell = `${namespaces.shell}/cmd`;
export const commandDone = `${namespaces.shell}/CommandState/Done`;
export const commandRunning = `${namespaces.shell}/CommandState/Running`;
export const terminate = `${namespaces.shell}/signal/terminate`;
export const interrupt = `${namespaces.shell}/signal/ctrl_c`;
export const anonymous = `${namespaces.addressing}/role/anonymous`;

/** Codes of Windows that a client has to know. */
export const faultCodes = {
  /** Nothing to report within the operation's time: ask again. */
  timedOut: '2150858793',
  /** No such shell (any more). */
  noShell: '2150858843',
  accessDenied: '5',
} as const;
