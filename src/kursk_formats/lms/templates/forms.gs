// {{ sheet.title }}: paste this into script.google.com, press Run, allow it to make a form.
// It makes one form in your own Drive and sends nothing anywhere else. CC BY 4.0.
function makeQuiz() {
  var form = FormApp.create({{ sheet.title | tojson }}).setIsQuiz(true);
  var questions = {{ records | tojson(indent=2) }};
  questions.forEach(function (question) {
    var item = question.several ? form.addCheckboxItem() : form.addMultipleChoiceItem();
    item.setTitle(question.text).setPoints(1);
    item.setChoices(question.options.map(function (option) {
      return item.createChoice(option.text, option.right);
    }));
    var feedback = FormApp.createFeedback().setText(question.why).build();
    item.setFeedbackForCorrect(feedback);
    item.setFeedbackForIncorrect(feedback);
  });
  Logger.log(form.getEditUrl());
}
