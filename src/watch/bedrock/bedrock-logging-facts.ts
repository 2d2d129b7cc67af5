import { BEDROCK_SETTINGS, invocationLoggingSchema } from '../../usage/bedrock-settings.js';
import type { CalledModel, LoggingFacts } from '../../usage/logging-facts.js';
import { settingAt } from '../setting-at.js';
import { whyUnread, type SettingsOfPlace } from '../settings-of-place.js';

/** Whether invocation logging was on in a region: it is for all models, and of every call. */
export function bedrockLoggingFacts({ region }: CalledModel, settings: SettingsOfPlace): (at: number) => LoggingFacts {
  const name = BEDROCK_SETTINGS.invocationLogging;
  const values = settings.values(name, '', invocationLoggingSchema);
  const latest = settings.latest(name, '', invocationLoggingSchema);
  const why = whyUnread(`whether calls are logged in ${region}`, latest);
  return (at) => {
    const seen = settingAt(values, at);
    if (seen === null) return { state: 'unknown', samplingRate: null, seenThen: false, words: why };
    const { value, seenThen, seenWords } = seen;
    const isOn = value.on && (value.logGroup !== null || value.bucket !== null);
    const words = `Invocation logging in ${region} is ${isOn ? 'on' : 'off'} (${seenWords}).`;
    return { state: isOn ? 'on' : 'off', samplingRate: isOn ? 1 : null, seenThen, words };
  };
}
