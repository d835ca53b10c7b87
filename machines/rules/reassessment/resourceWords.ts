/**
 * The words in which a control room explains that nobody has come: data for `explainsDelay`. A word belongs here only if
 * it says nothing about the people in the incident. In doubt it stays out, and the text counts as saying something.
 */
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Words of resources and of procedure: one of these makes a text speak of them. */
export const RESOURCES = words(`
  unit units resource resources resourcing resourced unresourced officer officers patrol patrols crew crews crewed pc pcs
  pcso pcsos arv arvs staff staffing understaffed staffed team teams available availability unavailable free
  committed commitment commitments deploy deployed deployable deployment deployments dispatch dispatched dispatcher
  despatch despatched despatcher allocate allocated allocation unallocated assign assigned unassigned reassigned
  attend attendance unattended divert diverted redeployed stretched overstretched capacity shortage shortages strength numbers
  shift shifts changeover handover rota refs backlog backlogs queue queues queued queueing queuing demand demands volume workload
  target targets sla slas kpi kpis timescale timescales timeframe policy policies procedure procedures procedural process protocol protocols sop
  supervisor supervisors supervision sergeant sgt skipper inspector insp fim manager dispatchers controller controllers
  delay delays delayed overdue send priority priorities prioritise prioritised appointment slot diary npt psu stacked
`)

/** Words that occur beside them and, alone, say neither this nor that. */
export const BESIDE = words(`
  a an the this that these those there here it its is are was were be been being has have had having do does did done will would can
  cannot cant could couldnt may might must shall should wont isnt arent wasnt werent havent hasnt dont doesnt didnt not no none nobody noone one nil
  and or but so as at by for from in into of off on onto out over per than then to too under until till up upon with within without
  we us our ours any all every each both some more most much many few less least very only just also again another other others else elsewhere
  due because owing given since if when once while where which who still currently presently now soon later late asap possible
  possibly able unable yet already today tonight tomorrow overnight morning afternoon evening night nights weekend hour hours hrs hr
  minute minutes mins min monday tuesday wednesday thursday friday saturday sunday bank holiday early earlies lates day days
  end start starts started next last previous first second high higher highest heavy low lower exceptional extremely busy short limited
  reduced minimal minimum insufficient enough sufficient spare remaining left tied remains remain remained required require requires needed need needs
  wait waits waiting awaiting awaited pending outstanding become becomes becoming get gets got getting go going come comes coming
  become job jobs incident incidents event events immediate immediates prompt prompts routine emergency emergencies urgent graded
  grade grading ungraded p1 p2 p3 kept keep held hold holding list listed
  set met meet meeting missed exceeded time times rest duty duties local area areas county force division district borough sector
  north south east west side town city rural neighbouring neighbourhood response responding respond traffic roads custody football public order
  operation operational operations event night economy car cars crewed double single radio airwave system log logged logs record recorded
  note noted aware informed notified updated update advised asked requested request sent sending try tried trying
  mutual aid cover covering covered made make making making following follow followed follows in line accordance standing force per usual
  expected eta en route travelling travel miles mile away distance far back service covering ongoing long full fully
  ready sourced source sourcing find found identified identify level levels state position current situation tasking tasked
  allows allow permits permit permitting anybody anyone everybody everyone somebody someone turn turns sectors divisions forces towns
  lack lacking absence sickness leave meal spread thin thinly maxed pressure pressures pressured continuing continues through despite
  regarding reason reasons explanation unfortunately apologies regret regretfully sorry please therefore hence resulting result
  change changes changed unchanged same further new across ground keep keeping review reviewing reviewed after constant constants oncoming pick picking
  progress manage managed managing appropriate reassess reassessed continue seek seeking sought explained outstrips outstripping supply operator da rtc major
  declared assess assessed assessment attends attended attending arrive arrives arrival police extra additional competing peak nothing weather snow road closed
  logistics logistical inundated overrun shortfall shortfalls absent absences rostered rostering unresolved passed whole below levels rescheduled comms very two three four five led assist breach breached exceed exceeding off clear
`)

const IS = '(?:(?:there|it|this|all|everything|position|situation|is|are|has|have|been|remains?|still|currently) )*'
const UNCHANGED = '(?:unchanged|(?:the )?same|(?:no|nil|not) (?:(?:further|new|known|reported|material) )*chang(?:e|es|ed))'
const AS_BEFORE =
  '(?:(?:as|per|from|since|in|on) )+(?:the )?(?:above|before|previously|previous|original|initial|first|last|earlier|stated)(?: (?:assessment|thrive|entry|log|report|review|update|stated))?'
const NOTHING =
  '(?:none|no|nil|n a|na|tbc|tba|ditto|unknown|not known|not applicable|(?:no|nil|nothing) (?:further|new|else)(?: (?:updates?|information|info|news|comments?))?|no (?:updates?|comments?))'
const NOW = '(?:to (?:add|report)|at (?:this|the) (?:time|stage|moment)|at present|currently|so far|yet)'

/** A clause that fills a field and says nothing. Whole clauses only: "no previous" and "still there" are news. */
export const FILLER = new RegExp(
  `^(?:${IS}${UNCHANGED}(?: ${AS_BEFORE})?|${IS}${AS_BEFORE}|${NOTHING}|see (?:above|below|log|notes?))?(?: ?${NOW})?$`,
)

/** An element that is said to be as it was, with nothing behind it. */
export const NO_CHANGE =
  /\b(?:no changes? (?:in|to|of) (?:the )?(?:level of )?(?:overall )?(?:threat|harm|risk|investigation|vulnerability|engagement)(?: levels?)?|(?:overall )?(?:threat|harm|risk|investigation|vulnerability|engagement)(?: levels?)?(?: is| are| remains?| still)* (?:unchanged|the same|as before|not changed))\b/g

/** Words that are of resources together and not one by one: only somebody else's calls are demand, "no further calls" is news. */
export const TOGETHER =
  /\b(?:(?:other|immediate|emergency|urgent|live|priority|outstanding|graded|volume of|numbers? of) (?:999 |101 |emergency |incoming )?calls?|call (?:volumes?|demand|handlers?)|outside (?:of )?(?:the )?(?:target|sla|timescales?)|off sick|control room|(?:meal|on|refs?) breaks?|(?:no|nil|any|spare|free|response|area|all|da) cars?|(?:constant|bed|cell|hospital) (?:watch(?:es)?|guards?|obs))\b/g

/** What units are at instead: "committed to a stabbing in town" is about the units. Ends where the clause does. */
export const BUSY_ELSEWHERE =
  /\b(units?|officers?|resources?|patrols?|crews?|cars?|staff|teams?|everyone|everybody|all|both)\b([^,.;:\n]{0,80}?)\b(?:(?:committed|deployed|diverted|assigned|redirected|allocated) (?:to|at|on)|(?:tied up|busy|engaged|dealing|held up|detained) (?:to|at|on|with|in|by)|attending (?:a|an|another|other)) (.*?)(?=[,.;:\n]|\b(?:and|but|however|although|though|while|whilst|so|because)\b|$)/g

/** The people and places of an incident. Where one of them is named, the units may be with them. */
export const PARTIES =
  /\b(?:he|him|his|she|her|hers|they|them|their|victim|suspect|offender|perpetrator|caller|informant|aggrieved|ip|vp|male|female|man|woman|child|children|kids?|baby|son|daughter|ex|partner|husband|wife|boyfriend|girlfriend|mother|father|mum|dad|brother|sister|family|neighbours?|address|home|house|flat|door|outside|inside|upstairs)\b/
