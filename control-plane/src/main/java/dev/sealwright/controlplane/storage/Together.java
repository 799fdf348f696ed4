package dev.sealwright.controlplane.storage;

import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is asked of the database for many callers at once: those that come while it is asked share
 * the next time. Each has his own answer, and what he alone is to blame for fails for him alone.
 *
 * @param <K> what one caller asks
 * @param <V> the answer
 */
final class Together<K, V> {
    private static final int MOST = 256;

    private final Function<List<K>, List<V>> work;
    private final Gathering<Question<K, V>> questions = new Gathering<>(MOST, this::answer);

    /**
     * @param work answers all of them, in order, or does nothing for any
     */
    Together(Function<List<K>, List<V>> work) {
        this.work = work;
    }

    /** What is asked, and what came of it. */
    private static final class Question<K, V> {
        private final K asked;
        private Optional<V> answer = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();

        private Question(K asked) {
            this.asked = asked;
        }
    }

    /** The answer; throws what the question alone throws. */
    V ask(K asked) {
        Question<K, V> mine = new Question<>(asked);
        questions.join(mine);
        if (mine.failure.isPresent()) {
            throw mine.failure.get();
        }
        return mine.answer.orElseThrow();
    }

    private void answer(List<Question<K, V>> together) {
        try {
            List<V> answers = work.apply(together.stream().map(each -> each.asked).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer = Optional.of(answers.get(i));
            }
        } catch (MalformedException | StorageException e) {
            // Nothing of it is done, and one of them is to blame.
            if (together.size() == 1) {
                together.getFirst().failure = Optional.of(e);
            } else {
                together.forEach(each -> answer(List.of(each)));
            }
        } catch (RuntimeException e) {
            together.forEach(each -> each.failure = Optional.of(e));
        }
    }
}
