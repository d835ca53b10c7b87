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
  delay delays delayed overdue breached resourceable send priority priorities appointment slot diary
`)

/** Words that stand beside them and, alone, say neither this nor that. */
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
  allows allow permits permit permitting
`)

/** Words of those who fill a field without saying anything. */
export const FILLER = words(`
  no not none nil na n a change changed changes unchanged same as is the this at time stage moment present before above previous previously
  earlier original initial first last remains remain still stays see refer to in per log entry assessment thrive dash report reported
  nothing further new else add update updates information info known unknown stated applicable tbc tba ditto also and of from for
  currently again reviewed review continue continues ongoing monitor under any other above below since it has have been there are was
`)

/** An element that is said to be as it was, with nothing behind it. */
export const NO_CHANGE =
  /\b(?:no changes? (?:in|to|of) (?:the )?(?:level of )?(?:overall )?(?:threat|harm|risk|investigation|vulnerability|engagement)(?: levels?)?|(?:overall )?(?:threat|harm|risk|investigation|vulnerability|engagement)(?: levels?)?(?: is| are| remains?| still)* (?:unchanged|the same|as before|not changed))\b/g

/** Calls that are somebody else's: "no further calls" is news of this incident and must not be taken for demand. */
export const OTHER_CALLS =
  /\b(?:(?:other|immediate|emergency|urgent|live|priority|outstanding|graded|volume of|number of|numbers of) (?:999 |101 |emergency |incoming )?calls?|call (?:volumes?|demand|handlers?))\b/g

/** What units are at instead: "committed to a stabbing in town" is about the units. Ends where the clause does. */
export const BUSY_ELSEWHERE =
  /\b(units?|officers?|resources?|patrols?|crews?|cars?|staff|teams?|everyone|everybody|all|both)\b([^,.;:\n]*?)\b(?:(?:committed|deployed|diverted|assigned|redirected|allocated) (?:to|at|on)|(?:tied up|busy|engaged|dealing|held up|detained) (?:to|at|on|with|in|by)|attending (?:a|an|another|other)) (.*?)(?=[,.;:\n]|\b(?:and|but|however|although|though|while|whilst|so|because)\b|$)/g

/** The people and places of an incident. Where one of them is named, the units may be with them. */
export const PARTIES =
  /\b(?:he|him|his|she|her|hers|they|them|their|victim|suspect|offender|perpetrator|caller|informant|aggrieved|ip|vp|male|female|man|woman|child|children|kids?|baby|son|daughter|ex|partner|husband|wife|boyfriend|girlfriend|mother|father|mum|dad|brother|sister|family|neighbours?|address|home|house|flat|door|outside|inside|upstairs)\b/
