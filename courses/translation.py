from modeltranslation.translator import TranslationOptions, register

from courses.models import Course, Lesson, Option, Question


@register(Course)
class CourseTexts(TranslationOptions):
    fields = ("title", "summary", "for_whom", "outcomes")


@register(Lesson)
class LessonTexts(TranslationOptions):
    fields = ("title", "body")


@register(Question)
class QuestionTexts(TranslationOptions):
    fields = ("text",)


@register(Option)
class OptionTexts(TranslationOptions):
    fields = ("text", "why")
