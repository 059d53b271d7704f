// A stranger walks the whole story in a real browser, by what they see: labels, roles and words, never ids or classes.
//
//   PEERLOOP_TEST_NODE_MODULES=…/node_modules node tests/browser/story.mjs ADDRESS PICTURES
//
// ADDRESS is what `peerloop demo` printed; the pictures go into the folder PICTURES.
import assert from "node:assert/strict";
import { browser, chosen, complaints, described, isSame, pictureOfTheEnd, visit } from "./visitor.mjs";

try {
  await chapter("the whole story, one visitor who changes seats", theStory);
  await chapter("a refused form keeps what was typed", refused);
  await chapter("two people at once see each other's doing", together);
  await chapter("a note by keyboard alone", byKeyboard);
  await chapter("what can be asked for", help);
  await chapter("a fire drill, from the command to the playbook", drill);
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
}

async function chapter(name, tell) {
  const began = performance.now();
  try {
    await tell();
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    await pictureOfTheEnd();
    throw error;
  }
  console.log(`${name}: ${Math.round(performance.now() - began)} ms`);
}

async function theStory() {
  const visitor = await visit();
  await visitor.choose("Amir");
  await visitor.types("general", "The demo this morning went well.");
  await visitor.types("general", "/feedback @bea");
  const form = visitor.form("Give feedback");
  await form.getByLabel("To", { exact: true }).and(form.getByRole("combobox")).waitFor();
  assert.equal(await chosen(form.getByLabel("To", { exact: true })), "Bea");
  await form.getByLabel("Skill").selectOption({ label: "discovery" });
  await form.getByLabel("Start").fill("Ask for the next step before minute 25.");
  await visitor.picture("form");
  await visitor.presses("Send");
  await visitor.form("Feedback").getByText("On its way.").waitFor();

  await visitor.presses("Done");

  await visitor.becomes("Bea");
  await visitor.goes("Peerloop");
  await visitor.opens("Messages");
  const arrived = visitor.message("Bea, Amir noticed something about discovery.");
  await arrived.waitFor();
  await visitor.picture("dm");
  await arrived.getByRole("button", { name: "Read" }).click();
  const note = visitor.form("Feedback");
  await note.getByText("Ask for the next step before minute 25.").waitFor();
  assert.equal(await visitor.conversation("Peerloop").getByText("minute 25").count(), 0, "words in a message");
  await visitor.presses("This helped");
  await visitor.form("Feedback").getByText("You told Amir that this helped.").waitFor();
  await visitor.presses("Done");

  await visitor.becomes("Amir");
  await visitor.goes("Peerloop");
  await visitor.opens("Messages");
  await visitor.message("Amir, your note to Bea about discovery helped.").waitFor();
  await visitor.leaves();
}

async function refused() {
  const visitor = await visit();
  await visitor.choose("Chidi");
  await visitor.types("general", "/feedback @dana");
  const form = visitor.form("Give feedback");
  await form.getByLabel("Skill").selectOption({ label: "objections" });
  await form.getByLabel("Link to a call or deal").fill("https://calls.example/17");
  await visitor.presses("Send");
  const start = form.getByLabel("Start");
  await form.getByText("Write something in at least one of the three boxes.").waitFor();
  assert.match(await described(start), /Write something in at least one/u, "the sentence belongs to Start");
  assert.equal(await start.getAttribute("aria-invalid"), "true");
  assert.equal(await chosen(form.getByLabel("Skill")), "objections");
  assert.equal(await form.getByLabel("Link to a call or deal").inputValue(), "https://calls.example/17");
  assert.equal(await chosen(form.getByLabel("To", { exact: true })), "Dana");

  await start.fill("When the price came up, silence would have been enough.");
  await visitor.presses("Send");
  await visitor.form("Feedback").getByText("On its way.").waitFor();
  await visitor.presses("Done");
  await visitor.leaves();
}

async function together() {
  const [amir, bea] = await Promise.all([visit(), visit()]);
  await Promise.all([amir.choose("Amir"), bea.choose("Bea")]);
  await bea.goes("Peerloop");
  await bea.opens("Messages");
  // A reload would lose this mark.
  for (const each of [amir, bea]) await each.page.evaluate(() => { window.untouched = true; });

  await amir.types("general", "/feedback @bea");
  const form = amir.form("Give feedback");
  await form.getByLabel("Skill").selectOption({ label: "objections" });
  await form.getByLabel("Stop").fill("Naming the discount moved the talk to price.");
  await amir.presses("Send");
  await amir.form("Feedback").getByText("On its way.").waitFor();
  await amir.presses("Edit");
  const edit = amir.form("Edit feedback");
  assert.equal(await edit.getByLabel("Stop").inputValue(), "Naming the discount moved the talk to price.");
  await edit.getByLabel("Stop").fill("Naming the discount first moved the talk to price.");
  await amir.presses("Save");
  await amir.form("Feedback").getByText("Changed.").waitFor();
  await amir.closesAll();
  await bea.message("Bea, Amir noticed something about objections.").waitFor();

  // Amir takes it back on Home: it is gone there, and Bea's message changes under her eyes.
  await amir.goes("Peerloop");
  await amir.opens("Home");
  const home = amir.page.getByRole("tabpanel", { name: "Home" });
  await home.getByText("To Bea · objections").waitFor();
  await home.getByRole("button", { name: "Withdraw" }).click();
  const question = amir.page.getByRole("alertdialog", { name: "Take it back?" });
  await question.getByRole("button", { name: "Take it back" }).click();
  await home.getByText("To Bea · objections").waitFor({ state: "detached" });
  await bea.message("Amir took this back.").waitFor();
  assert.equal(await bea.message("Bea, Amir noticed something about objections.").count(), 0);

  for (const each of [amir, bea]) assert.equal(await each.page.evaluate(() => window.untouched), true, "a reload");
  await Promise.all([amir.leaves(), bea.leaves()]);
}

async function byKeyboard() {
  const visitor = await visit();
  const { keyboard } = visitor.page;
  const focused = () => visitor.page.locator(":focus");
  const tabTo = async (target) => {
    for (let presses = 0; presses < 30; presses += 1) {
      if (await isSame(focused(), target)) return;
      await keyboard.press("Tab");
    }
    assert.fail(`the keyboard does not reach ${target}`);
  };
  await tabTo(visitor.page.getByRole("link", { name: "Dana" }));
  await keyboard.press("Enter");
  const composer = visitor.page.getByRole("textbox", { name: "Message #general" });
  await composer.waitFor();
  await tabTo(composer);
  await keyboard.type("/feedback @eli");
  await visitor.page.getByRole("option", { name: "@elin" }).waitFor();
  // The first Enter takes the suggestion, the second sends.
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  const form = visitor.form("Give feedback");
  await form.waitFor();
  await tabTo(form.getByLabel("Skill"));
  await keyboard.type("demo");
  assert.equal(await chosen(form.getByLabel("Skill")), "demo");
  await tabTo(form.getByLabel("Continue"));
  await keyboard.type("Summing up their words before the demo set the agenda.");
  await tabTo(form.getByRole("button", { name: "Send", exact: true }));
  await keyboard.press("Enter");
  await visitor.form("Feedback").getByText("On its way.").waitFor();
  await keyboard.press("Escape");
  await visitor.form("Feedback").waitFor({ state: "detached" });
  await visitor.hasFocus(composer);
  await visitor.leaves();
}

async function help() {
  const visitor = await visit();
  await visitor.choose("Bea");
  await visitor.types("general", "Thanks! I have two more calls this week.");
  await visitor.becomes("Amir");
  await visitor.types("general", "/feedback help");
  const answer = visitor.message("opens a short form: what to start, stop or continue.");
  await answer.getByText("Only visible to you").waitFor();
  await visitor.composer("general").pressSequentially("/feedback @bea ");
  await visitor.page.getByText("/feedback @name | help").waitFor();
  await visitor.picture("channel");
  await visitor.becomes("Bea");
  await visitor.goes("general");
  assert.equal(await visitor.message("opens a short form").count(), 0, "an answer to somebody else");
  await visitor.leaves();
}

async function drill() {
  const visitor = await visit();
  const { page } = visitor;
  const card = visitor.message("Your price is far too high.");
  const dialog = page.getByRole("dialog");
  const anHourPasses = async () => {
    const clock = page.getByText("Clock", { exact: true });
    await clock.click();
    await page.getByRole("button", { name: "+1 hour" }).click();
    await clock.click();
  };

  await visitor.choose("Elin");
  await visitor.goes("Peerloop");
  await visitor.opens("Home");
  await page.getByRole("button", { name: "Set up" }).click();
  await visitor.form("Set up Peerloop").waitFor();
  await visitor.closesAll();
  await visitor.types("general", "/drill");
  await visitor.form("Fire drill").getByLabel("Or type another").fill("Your price is far too high.");
  await visitor.presses("Preview");
  await visitor.form("Preview").waitFor();
  await visitor.presses("Post");
  await dialog.getByText("Posted to").waitFor();
  await visitor.closesAll();

  // The card is drawn anew some seconds after each answer and vote: whoever comes next presses once it is.
  for (const [name, words, before] of [["Amir", "Ask what it costs them to do nothing."], ["Bea", "Offer a pilot of one team.", "1 answered."]]) {
    await visitor.becomes(name);
    await visitor.goes("general");
    if (before) await card.getByText(before).waitFor();
    await card.getByRole("button", { name: "Answer" }).click();
    await visitor.form("Fire drill").getByLabel("What would you say?").fill(words);
    await visitor.presses("Send");
    await dialog.getByText("Your answer is in.").waitFor();
    await visitor.closesAll();
  }
  await card.getByText("2 answered.").waitFor();
  assert.equal(await card.getByText("pilot").count(), 0, "an answer before its time");

  await anHourPasses();
  for (const [name, before] of [["Chidi"], ["Dana", "1 person has voted."], ["Elin", "2 people have voted."]]) {
    await visitor.becomes(name);
    await visitor.goes("general");
    if (before) await card.getByText(before).waitFor();
    await card.getByRole("button", { name: "Vote" }).click();
    const form = visitor.form("Vote");
    const first = (await form.getByText(/^(Ask what|Offer a)/).first().textContent()).startsWith("Offer");
    await form.getByRole("radio", { name: first ? "A" : "B", exact: true }).check();
    await visitor.presses("Vote");
    await dialog.getByText("Your comparison counts.").waitFor();
    await visitor.closesAll();
  }
  await anHourPasses();
  await card.getByText("Offer a pilot of one team.").waitFor();
  assert.equal(await card.getByText("Bea").count(), 0, "an author");

  await card.getByRole("button", { name: "Add to playbook" }).click();
  const entry = visitor.form("Playbook entry");
  assert.equal(await entry.getByLabel("Answer").inputValue(), "Offer a pilot of one team.");
  await visitor.presses("Make it live");
  await dialog.getByText("Live. Everyone in the programme finds it now.").waitFor();
  await visitor.closesAll();
  await visitor.becomes("Bea");
  await visitor.types("general", "/playbook prise");
  await page.getByText("Closest: price").waitFor();
  await visitor.leaves();
}
